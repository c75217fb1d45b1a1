import { describe, expect, it } from 'vitest';
import { docsFromText, docsText } from './docs-file.ts';
import { docsSiteOf, makeDocs } from './docs-site.ts';

const QUESTIONS = [
  'how do I verify a webhook signature',
  'supplier bill nahi mila portal par',
  'what does token_expired mean',
  'tolernce of dates',
  'zzz qqq',
];

describe('the documents that a build has made', () => {
  const content = makeDocs();
  const text = docsText(content, 'pages');

  it('are those of the pages: every file and every answer', () => {
    const loaded = docsFromText(text, 'pages');
    if (loaded === null) throw new Error('They were not taken.');
    expect(loaded.assets).toEqual(content.assets);
    const [made, stored] = [docsSiteOf(content), docsSiteOf(loaded)];
    expect(stored.pages).toEqual(made.pages);
    for (const question of QUESTIONS) {
      const asked = { text: question, goal: null, slug: null };
      expect(stored.ask(asked, 'https://milaan.test')).toEqual(made.ask(asked, 'https://milaan.test'));
      expect(stored.searchPage(question)).toBe(made.searchPage(question));
    }
  });

  it('are not taken when the pages are others', () => {
    expect(docsFromText(text, 'other pages')).toBeNull();
  });
});
