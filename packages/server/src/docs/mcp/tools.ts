import { isErrorCode } from '@milaan/contract';
import * as z from 'zod';
import { answerText } from '../ask/answer-text.ts';
import { LONGEST_QUESTION } from '../ask/ask-call.ts';
import type { DocsSite } from '../docs-site.ts';

export interface ToolResult {
  readonly content: readonly { readonly type: 'text'; readonly text: string }[];
  readonly structuredContent?: object;
  readonly isError?: true;
}

export interface ToolScope {
  readonly site: DocsSite;
  readonly baseUrl: string;
}

const text = (value: string): ToolResult => ({ content: [{ type: 'text', text: value }] });
const failed = (value: string): ToolResult => ({ ...text(value), isError: true });

interface Tool {
  readonly title: string;
  readonly description: string;
  readonly input: z.ZodObject;
  run(input: unknown, scope: ToolScope): ToolResult;
}

const defineTool = <Input extends z.ZodObject>(tool: {
  readonly title: string;
  readonly description: string;
  readonly input: Input;
  readonly run: (input: z.output<Input>, scope: ToolScope) => ToolResult;
}): Tool => ({
  ...tool,
  run: (input, scope) => {
    const read = tool.input.safeParse(input);
    return read.success ? tool.run(read.data, scope) : failed(z.prettifyError(read.error));
  },
});

const slugOf = (page: string): string => {
  const slug = page.replace(/^.*\/docs\//, '').replace(/^\/+|(?:\.md)?(?:#.*)?$/g, '');
  return slug === 'index' || slug === 'docs' ? '' : slug;
};

const question = z.string().trim().min(1).max(LONGEST_QUESTION);
const pageName = z.string().max(200).describe('Name of a page, such as matching or errors/workflow_pending.');

/** What assistants may do here: read the documents. */
export const TOOLS: Readonly<Record<string, Tool>> = {
  ask: defineTool({
    title: 'Ask the documents of Milaan',
    description:
      'Answers a question about Milaan, GST reconciliation, its API and its error codes from the documents of this version, word for word, with sources. Says so when the documents do not answer it.',
    input: z.strictObject({
      question: question.describe('The question in plain words.'),
      goal: question.describe('What the asker wants to reach; counts a little.').optional(),
      page: pageName.optional(),
    }),
    run: ({ question: asked, goal = null, page }, { site, baseUrl }) => {
      const slug = page === undefined ? null : slugOf(page);
      const answer = site.ask({ text: asked, goal, slug }, baseUrl);
      return { ...text(answerText(answer)), structuredContent: answer };
    },
  }),
  page: defineTool({
    title: 'Read a page',
    description: 'Gives a whole page of the documents as Markdown.',
    input: z.strictObject({ page: pageName }),
    run: ({ page }, { site }) => {
      const found = site.pages.get(slugOf(page));
      if (found !== undefined) return text(found.markdown);
      const names = [...site.pages.keys()].filter((slug) => !slug.includes('/')).map((slug) => slug || 'index');
      return failed(`There is no page ${page}. There are: ${names.join(', ')}.`);
    },
  }),
  error_code: defineTool({
    title: 'Look up an error code',
    description: 'Says what a code of an error answer means, whether to retry, and shows an example.',
    input: z.strictObject({ code: z.string().max(100).describe('The member code of the answer.') }),
    run: ({ code }, { site }) => {
      const found = isErrorCode(code) ? site.pages.get(`errors/${code}`) : undefined;
      return found === undefined
        ? failed(`${code} is no code of Milaan. The page errors lists all.`)
        : text(found.markdown);
    },
  }),
};

/** The tools as `tools/list` tells of them. */
export const toolList = () =>
  Object.entries(TOOLS).map(([name, { title, description, input }]) => ({
    name,
    title,
    description,
    inputSchema: z.toJSONSchema(input, { io: 'input' }),
    annotations: { title, readOnlyHint: true, idempotentHint: true, openWorldHint: false },
  }));
