import { describe, expect, it } from 'vitest';
import { pageOf } from '../pages/read-pages.ts';
import { answerQuestion } from './answer-question.ts';
import { preferredForm } from './ask-call.ts';
import { blocksOf } from './blocks-of.ts';
import { correctSlip, editDistance } from './correct-slip.ts';
import { createIndex } from './create-index.ts';
import { findSections } from './find-sections.ts';
import { wordsOf } from './words-of.ts';

const textsOf = (text: string) => wordsOf(text).map((word) => word.text);

describe('words', () => {
  it('have one spelling for what has several', () => {
    expect(textsOf('GSTR-2B gstr 2b 2B')).toEqual(['gstr2b', 'gstr2b', 'gstr2b']);
    expect(textsOf('section 16(4), s.16(4)')).toEqual(['section16d4', 'section16d4']);
    expect(textsOf('bill nahi mila')).toEqual(['bill', 'absent']);
  });
  it('count names as a whole and in parts', () =>
    expect(textsOf('token_expired')).toEqual(['token_expired', 'token', 'expired']));
  it('carry their meaning', () => expect(wordsOf('vendors')[0]?.terms).toEqual(['vendor', '=supplier']));
});

describe('a slip of the pen', () => {
  const known = new Map([
    ['received', 5],
    ['tolerance', 9],
    ['logs', 3],
    ['galat', 1],
  ]);
  const field = new Set(['galat']);
  const correct = (word: string) => correctSlip(word, known, field);
  it('is corrected', () =>
    expect(['recieved', 'tolrance', 'galt'].map(correct)).toEqual(['received', 'tolerance', 'galat']));
  it('is not seen in short or strange words', () =>
    expect(['logo', 'abc', '2024', 'xeceived'].map(correct)).toEqual([null, null, null, null]));
  it('counts a swap as one', () => {
    expect(editDistance('recieve', 'receive', 2)).toBe(1);
    expect(editDistance('same', 'same', 2)).toBe(0);
    expect(editDistance('short', 'quite long', 2)).toBe(3);
  });
});

describe('the parts of a section', () => {
  const body =
    '![picture](a.svg)\n\nA paragraph.\n\n| Code | Means | Do |\n| --- | --- | --- |\n| `A` | one \\| two | wait |\n\n- first\n  goes on\n- second\n\n```\ncode\n\nmore\n```';
  it('are read out', () =>
    expect(blocksOf(body).map(({ kind, spoken }) => [kind, spoken])).toEqual([
      ['paragraph', 'A paragraph.'],
      ['row', '`A`: Means: one | two; Do: wait.'],
      ['item', 'first goes on'],
      ['item', 'second'],
      ['code', '```\ncode\n\nmore\n```'],
    ]));
  it('stand in the text word for word', () =>
    expect(blocksOf(body).every(({ text }) => body.includes(text))).toBe(true));
});

describe('an answer', () => {
  const pages = [
    pageOf(
      'fruit',
      '# Fruit\n\n## Apples\n\nApples are red.\n\n## Pears\n<!-- asked: nashpati -->\n\nPears are green.',
    ),
    pageOf('cars', '# Cars\n\n## Wheels\n\nA car has four wheels.'),
  ];
  const index = createIndex(pages);
  const ask = (text: string) => answerQuestion({ text, goal: null, slug: null }, index, 'http://x');
  it('comes from words that stand in no page but are asked with', () => {
    expect(pages[0]?.markdown).not.toContain('nashpati');
    const { sections } = findSections({ text: 'nashpati', goal: null, slug: null }, index);
    expect(sections.map(({ unit }) => unit.anchor)).toEqual(['pears']);
  });
  it('is none where nothing fits', () => expect(ask('quantum physics')).toMatchObject({ answer: null, sources: [] }));
});

describe('the form of an answer', () => {
  it.each([
    [null, 'text/markdown'],
    ['', 'text/markdown'],
    ['*/*', 'text/markdown'],
    ['text/html, */*;q=0.8', 'text/markdown'],
    ['application/json', 'application/json'],
    ['application/json, text/markdown;q=0.5', 'application/json'],
    ['application/json;q=0.2, text/*', 'text/markdown'],
    ['text/markdown;q=0, application/*', 'application/json'],
    ['image/png', null],
    ['text/markdown;q=0', null],
  ])('for Accept %j is %j', (accept, form) => expect(preferredForm(accept)).toBe(form));
});
