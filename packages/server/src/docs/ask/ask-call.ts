import { problem } from '@milaan/contract';
import type { DocsAnswer } from './answer-question.ts';
import { answerText } from './answer-text.ts';

export const LONGEST_QUESTION = 1000;

/** What an ask answers with. */
export interface AskReply {
  readonly contentType: string;
  readonly body: string;
}

type MediaType = 'text/markdown' | 'application/json';

/**
 * The form that a caller wants: Markdown unless JSON is preferred; null when neither is accepted (RFC 9110, section
 * 12.5.1).
 */
export function preferredForm(accept: string | null): MediaType | null {
  if (accept === null || accept.trim() === '') return 'text/markdown';
  const qualities = new Map(
    accept.split(',').map((range) => {
      const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
      const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
      return [type, quality === undefined ? 1 : Number(quality)] as const;
    }),
  );
  const qualityOf = (types: readonly string[]): number => {
    const named = types.find((type) => qualities.has(type));
    return named === undefined ? 0 : (qualities.get(named) ?? 0);
  };
  const markdown = qualityOf(['text/markdown', 'text/*', '*/*']);
  const json = qualityOf(['application/json', 'application/*', '*/*']);
  if (markdown === 0 && json === 0) return null;
  return json > markdown ? 'application/json' : 'text/markdown';
}

/** What is wrong with a question, by the contract; null when nothing is. */
export function faultOf(question: string, goal: string | null) {
  if (question.trim() === '') return problem('ask_empty', { metadata: { param: 'ask' } });
  const reason = `it must be at most ${LONGEST_QUESTION} characters`;
  if (question.length > LONGEST_QUESTION) return problem('parameter_invalid', { metadata: { param: 'ask', reason } });
  if ((goal ?? '').length > LONGEST_QUESTION) {
    return problem('parameter_invalid', { metadata: { param: 'goal', reason } });
  }
  return null;
}

export const replyOf = (answer: DocsAnswer, form: MediaType): AskReply =>
  form === 'application/json'
    ? { contentType: 'application/json', body: JSON.stringify(answer) }
    : { contentType: 'text/markdown; charset=utf-8', body: answerText(answer) };
