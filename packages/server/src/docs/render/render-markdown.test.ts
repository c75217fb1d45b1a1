import { describe, expect, it } from 'vitest';
import { takeAskedWith } from '../pages/asked-with.ts';
import { splitSections } from '../pages/split-sections.ts';
import { hrefOf, renderMarkdown } from './render-markdown.ts';

const scope = { slug: 'errors/draining', has: (slug: string) => slug === 'errors/overloaded' };
const htmlOf = (text: string) => renderMarkdown(text, scope).html;

describe('a page of Markdown', () => {
  it('shows HTML and never obeys it', () => {
    expect(htmlOf('<script>alert(1)</script>\n\na <b onclick="x">b</b>')).not.toMatch(/<script|<b /);
    expect(htmlOf('[a](javascript:alert(1)) ![b](data:text/html,x)')).not.toMatch(/href|src/);
  });
  it('makes links between pages links of the server', () => {
    expect(hrefOf('matching.md#groups', 'credit')).toBe('/docs/matching#groups');
    expect(hrefOf('../errors.md', 'errors/draining')).toBe('/docs/errors');
    expect(hrefOf('README.md', '')).toBe('/docs');
    expect(hrefOf('pictures/a.svg', 'matching')).toBe('/docs/pictures/a.svg');
    expect(hrefOf('https://a.example/x.md', 'a')).toBe('https://a.example/x.md');
    expect(hrefOf('#here', 'a')).toBe('#here');
  });
  it('leads from an error code to its page, but not from its own', () => {
    expect(htmlOf('`overloaded`')).toContain('<a href="/docs/errors/overloaded"><code>overloaded</code></a>');
    expect(htmlOf('`draining` `internal_error` [`overloaded`](x.md)')).not.toContain('/docs/errors/overloaded');
  });
  it('gives equal headings different anchors, as the search does', () => {
    const text = '# A\n\n## Same (1)\n\n```\n# no heading\n```\n\n## Same (1)\n\n### `Deep`\n\nx';
    const { headings } = renderMarkdown(text, scope);
    expect(headings.map(({ anchor }) => anchor)).toEqual(['a', 'same-1', 'same-1-1', 'deep']);
    expect(splitSections(text).map(({ anchor }) => anchor)).toEqual(['', 'same-1', 'same-1-1', 'deep']);
    expect(splitSections(text).at(-1)?.above).toEqual(['A', 'Same (1)']);
  });
  it('shows nothing of what people ask with', () => {
    const { markdown, askedWith } = takeAskedWith(
      '# A\n\n<!-- asked: top -->\nx\n\n## B\n\n<!-- asked: two words -->\ny\n',
    );
    expect(markdown).toBe('# A\n\nx\n\n## B\n\ny\n');
    expect([...askedWith]).toEqual([
      ['', 'top'],
      ['b', 'two words'],
    ]);
  });
});
