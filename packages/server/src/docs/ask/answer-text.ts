import type { DocsAnswer } from './answer-question.ts';

const quote = (text: string): string =>
  text
    .split('\n')
    .map((line) => `> ${line}`.trimEnd())
    .join('\n');

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

const NOTHING_FOUND = 'The documents do not answer this. The nearest pages are below.';

/** An answer as Markdown: the question as heading, the answer, excerpts as quotes, sources. */
export function answerText({ question, answer, excerpts, sources }: DocsAnswer): string {
  const quotes = excerpts.map(({ text, title }) => `${quote(text)}\n\n– ${title}`);
  const links = sources.map(({ title, url }) => `- [${title}](${url})`).join('\n');
  const parts = [`# ${oneLine(question)}`, answer ?? NOTHING_FOUND, ...quotes, '# Sources', links];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}
