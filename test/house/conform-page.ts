import { PARTS, type Part } from '../../packages/cli/src/conform/check.ts';
import { ALL_CHECKS } from '../../packages/cli/src/conform/checks/all-checks.ts';
import { tableOf } from './errors-page.ts';

const TITLES: Readonly<Record<Part, string>> = {
  requests: 'Requests',
  credentials: 'Credentials',
  bodies: 'Bodies',
  transport: 'Transport',
  master: 'Master',
  idempotency: 'Idempotency',
  simulation: 'Simulation',
  answers: 'Answers',
};

const NEEDS = {
  nothing: '–',
  secret: 'a client secret',
  token: 'a client',
  live: 'a live client',
  sandbox: 'a sandbox client',
  traces: 'a sandbox client',
} as const;

const sectionOf = (part: Part): string => {
  const checks = ALL_CHECKS.filter((check) => check.part === part);
  const rows = checks.map(({ id, demand, needs }) => [`\`${id}\``, demand, NEEDS[needs]]);
  const what = PARTS[part];
  const table = tableOf([['Check', 'What the contract demands', 'Needs'], ...rows]);
  return `## ${TITLES[part]}\n\n\`--only ${part}\`: ${what}.\n\n${table}\n`;
};

/** The page with the list of every check anew; what stands before the list is written by hand and stays. */
export const conformPage = (page: string): string => {
  // The keys of the table of parts.
  const sections = (Object.keys(PARTS) as Part[]).map(sectionOf);
  const listed = page.indexOf(`## ${TITLES.requests}`);
  return `${listed === -1 ? page : page.slice(0, listed)}${sections.join('\n')}`;
};
