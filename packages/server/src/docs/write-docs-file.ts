import { writeDocsFile } from './docs-file.ts';

writeDocsFile();
