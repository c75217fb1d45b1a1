import { ERROR_CODES, ERRORS, isErrorCode, isStatus, STATUSES } from '@milaan/contract';
import { membersOf } from '../body-members.ts';
import { type Check, checksOf, NotChecked, type Shortfall } from '../check.ts';
import { expectStatus, shortfall } from '../expect.ts';
import { type Reply, type Session, urlOf } from '../session.ts';
import { PATHS } from './paths.ts';

/** Members of the elements of a list, whatever they are. */
const rowsOf = (list: unknown): readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(list) ? list.map((row) => Object.fromEntries(Object.entries(Object(row)))) : [];

function shortfallsOfCodes(reply: Reply, codes: unknown): readonly Shortfall[] {
  const rows = rowsOf(codes);
  const listed = new Map(rows.map((row) => [String(row.code), row]));
  const missing = ERROR_CODES.filter((code) => !listed.has(code));
  const unknown = [...listed.keys()].filter((code) => !isErrorCode(code));
  const differing = ERROR_CODES.flatMap((code) => {
    const row = listed.get(code);
    if (row === undefined) return [];
    const members = ['status', 'title', 'retryable', 'hasRetryAfter'] as const;
    const wrong = members.filter((name) => row[name] !== ERRORS[code][name]);
    return wrong.map(
      (name) => `${code} has ${name} ${JSON.stringify(row[name])}, not ${JSON.stringify(ERRORS[code][name])}`,
    );
  });
  return [
    ...(missing.length === 0 ? [] : [shortfall(reply, 'every code of the master', `without ${missing.join(', ')}`)]),
    ...(unknown.length === 0 ? [] : [shortfall(reply, 'no code beside the master', `with ${unknown.join(', ')}`)]),
    ...(differing.length === 0 ? [] : [shortfall(reply, 'each code as in the master', differing.join('; '))]),
  ];
}

const DOCUMENTS = ['/openapi.json', '/integration/v1/openapi.json'] as const;
const METHODS = /^(?:get|put|post|delete|options|head|patch|trace)$/;

/** Every status that a document names, with the operation. */
function statusesOf(document: Readonly<Record<string, unknown>>): readonly { where: string; status: string }[] {
  return Object.entries(Object(document.paths)).flatMap(([path, operations]) =>
    Object.entries(Object(operations))
      .filter(([method]) => METHODS.test(method))
      .flatMap(([method, operation]) =>
        Object.keys(Object(Object(operation).responses)).map((status) => ({
          where: `${method.toUpperCase()} ${path}`,
          status,
        })),
      ),
  );
}

async function findDocument({
  page,
  settings,
}: Session): Promise<{ sent: string; paths: Readonly<Record<string, unknown>> } | null> {
  for (const path of DOCUMENTS) {
    const outcome = await page(urlOf(settings.baseUrl, path));
    const body = 'response' in outcome && outcome.response.status === 200 ? outcome.response.body : '';
    const document = membersOf(body);
    if (typeof document.paths === 'object') return { sent: `GET ${path}`, paths: document };
  }
  return null;
}

/** What a server says about itself. */
export const MASTER_CHECKS: readonly Check[] = checksOf('master', [
  {
    id: 'error-codes',
    demand: 'GET /integration/v1/errorCodes lists the codes of the master, all and no other, each with its own row.',
    docs: 'errors',
    needs: 'nothing',
    async run({ send }) {
      const reply = await send({ method: 'GET', path: PATHS.codes });
      const status = expectStatus(reply, 200);
      return status.length > 0 ? status : shortfallsOfCodes(reply, membersOf(reply.response?.body ?? '').codes);
    },
  },
  {
    id: 'error-statuses',
    demand: 'The same list has the statuses of the master, all and no other.',
    docs: 'errors',
    needs: 'nothing',
    async run({ send }) {
      const reply = await send({ method: 'GET', path: PATHS.codes });
      const { statuses } = membersOf(reply.response?.body ?? '');
      const listed = rowsOf(statuses).map(({ status }) => String(status));
      const expected = Object.keys(STATUSES);
      if (listed.toSorted().join() === expected.toSorted().join()) return [];
      return [shortfall(reply, expected.join(', '), listed.join(', ') || 'no statuses')];
    },
  },
  {
    id: 'openapi-statuses',
    demand: 'The OpenAPI document promises only statuses of the master, and no default.',
    docs: 'conformance#master',
    needs: 'nothing',
    async run(session) {
      const document = await findDocument(session);
      if (document === null) return new NotChecked(`no OpenAPI document is served at ${DOCUMENTS.join(' or ')}`);
      const foreign = statusesOf(document.paths).filter(({ status }) => !isStatus(Number(status)));
      if (foreign.length === 0) return [];
      const came = foreign.map(({ where, status }) => `${where}: ${status}`).slice(0, 20);
      return [
        { sent: document.sent, came: came.join(', '), expected: Object.keys(STATUSES).join(', '), requestId: null },
      ];
    },
  },
]);
