import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ALL_CHECKS } from '../../packages/cli/src/conform/checks/all-checks.ts';
import { conformPage } from './conform-page.ts';
import { ROOT } from './source-files.ts';

const PAGE = join(ROOT, 'docs/conformance.md');

describe('the checks of a server', () => {
  // `npx vitest run --project house -u` writes the lists of the page anew.
  it('are on their page as they are', () => expect(conformPage(readFileSync(PAGE, 'utf8'))).toMatchFileSnapshot(PAGE));

  it('have an id each, and no two the same', () => {
    const ids = ALL_CHECKS.map(({ id }) => id);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at || !/^[a-z]+(?:-[a-z]+)*$/.test(id))).toEqual([]);
  });

  it.each(ALL_CHECKS.map(({ id, docs }) => [id, docs]))('%s is said by the contract at %s', (_, docs) => {
    const [page = '', anchor] = docs.split('#');
    const headings = [...readFileSync(join(ROOT, `docs/${page}.md`), 'utf8').matchAll(/^## (.+)$/gm)];
    const anchors = headings.map(([, heading = '']) => heading.toLowerCase().replaceAll(' ', '-'));
    expect(anchor === undefined || anchors.includes(anchor)).toBe(true);
  });
});
