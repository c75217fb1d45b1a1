import { filesBelow } from '../house/source-files.ts';

/** One sample of a page. */
export interface CodeBlock {
  /** Relative to the root: `docs/api.md`. */
  readonly path: string;
  /** `sh`, `json`, `ts`; empty text for what is only shown. */
  readonly language: string;
  readonly code: string;
}

const FENCED = /^( *)```(\w*)\n([\s\S]*?)^ *```/gm;

/** Every sample of every page, in order, without the indent of a list that it stands in. */
export const codeBlocks = (): readonly CodeBlock[] =>
  filesBelow(['docs'], '.md').flatMap(({ path, text }) =>
    [...text.matchAll(FENCED)].map(([, indent = '', language = '', code = '']) => ({
      path,
      language,
      code: code
        .split('\n')
        .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line))
        .join('\n'),
    })),
  );
