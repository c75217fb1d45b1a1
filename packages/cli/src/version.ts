import { readFileSync } from 'node:fs';

interface PackageFile {
  readonly version: string;
}

// The file is our own package.json, one folder above both `src` and `dist`.
const packageFile = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as PackageFile;

export const MILAAN_VERSION: string = packageFile.version;
