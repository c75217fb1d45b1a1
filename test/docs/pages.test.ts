import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SERVED_OPERATIONS } from '../../packages/contract/src/index.ts';
import { ENGINE_FLAGS } from '../../packages/engine/src/classify/engine-flags.ts';
import { MATCH_TYPES } from '../../packages/gst/src/index.ts';
import { DOCUMENT_FLAGS } from '../../packages/gst/src/records/document-columns.ts';
import { docsPages } from '../../packages/server/src/docs/docs-pages.ts';
import { SITE_MAP } from '../../packages/server/src/docs/pages/site-map.ts';
import { ROOT } from '../house/source-files.ts';

const textOf = (name: string) => readFileSync(join(ROOT, 'docs', name), 'utf8');
const pages = docsPages();

describe('the pages', () => {
  it('tell of every flag what the code tells', () => {
    const rows = [...textOf('flags.md').matchAll(/^\| `([A-Z0-9_]+)` +\| (.+?) +\|$/gm)].map(
      ([, flag = '', doc = '']) => [flag, doc],
    );
    expect(Object.fromEntries(rows)).toEqual({ ...DOCUMENT_FLAGS, ...ENGINE_FLAGS });
  });

  it('have a title each, and no two the same', () => {
    const titles = pages.map(({ title }) => title);
    expect(titles.filter((title, at) => title === 'Untitled' || titles.indexOf(title) !== at)).toEqual([]);
  });

  it('have their place in the menu', () => {
    const placed: readonly string[] = SITE_MAP.flatMap(({ slugs }) => [...slugs]);
    const slugs = pages.map(({ slug }) => slug).filter((slug) => !slug.includes('/'));
    expect(slugs.filter((slug) => !placed.includes(slug))).toEqual([]);
  });

  it('name only calls that the API has', () => {
    const paths = SERVED_OPERATIONS.map(({ method, path }) => `${method} ${path}`);
    const named = [...textOf('max-itc-connector.md').matchAll(/`((?:GET|POST|PUT) \/integration[^`]*)`/g)];
    expect(named.length).toBeGreaterThan(8);
    expect(named.map(([, call = '']) => call).filter((call) => !paths.includes(call))).toEqual([]);
  });

  it('explain every result', () => {
    const matching = textOf('matching.md');
    expect(MATCH_TYPES.filter((matchType) => !matching.includes(`\`${matchType}\``))).toEqual([]);
  });
});
