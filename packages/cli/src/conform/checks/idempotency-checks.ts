import { membersOf } from '../body-members.ts';
import { type Check, checksOf, NotChecked, type Shortfall } from '../check.ts';
import { expectCode, expectHeader, expectStatus, requestIdOf, shortfall } from '../expect.ts';
import { isUncovered, type Reply, type Session } from '../session.ts';
import { sendWithToken, UNCOVERED } from './parameter-checks.ts';
import { JSON_BODY, NEVER_CURRENT, PATHS } from './paths.ts';

/** The settings as they are: what is stored again, so that nothing changes but their version. */
interface Stored {
  readonly body: Readonly<Record<string, unknown>>;
  readonly etag: string;
}

async function read(session: Session): Promise<Stored | NotChecked> {
  const reply = await sendWithToken(session, { method: 'GET', path: PATHS.settings, with: 'the token' });
  const etag = reply.response?.headers.etag;
  if (isUncovered(reply)) return UNCOVERED;
  if (reply.response?.status !== 200 || etag === undefined)
    return new NotChecked('GET /integration/v1/settings does not answer with the settings and their ETag');
  return { body: membersOf(reply.response.body), etag };
}

/** Stores with a key, only if the version is still the one that was read: never over what somebody else has changed. */
const store = (session: Session, key: string, body: unknown, ifMatch: string, what: string): Promise<Reply> =>
  sendWithToken(session, {
    method: 'POST',
    path: PATHS.settings,
    headers: { ...JSON_BODY, 'idempotency-key': key, 'if-match': ifMatch },
    body: JSON.stringify(body),
    with: what,
  });

/** Another body under a key that was used; its If-Match keeps a server that forgets keys from storing it. */
const another = ({ body }: Stored) => ({ ...body, tolerancePaise: body.tolerancePaise === 0 ? 1 : 0 });

const same = (first: Reply, second: Reply): boolean =>
  first.response?.body === second.response?.body && first.response?.headers.etag === second.response?.headers.etag;

function expectReplay(first: Reply, second: Reply): readonly Shortfall[] {
  const wrong = expectStatus(second, first.response?.status ?? 200);
  if (wrong.length > 0) return wrong;
  const original = requestIdOf(first.response) ?? 'of the first request';
  return [
    ...(same(first, second) ? [] : [shortfall(second, 'the same body and ETag as the first time')]),
    ...expectHeader(second, 'idempotent-replayed', /^true$/, 'true'),
    ...expectHeader(second, 'original-request', new RegExp(`^${original}$`), original),
  ];
}

/** The settings must stand where the first request has left them. */
async function expectOneEffect(session: Session, first: Reply): Promise<readonly Shortfall[]> {
  const reply = await sendWithToken(session, { method: 'GET', path: PATHS.settings, with: 'the token, afterwards' });
  const expected = first.response?.headers.etag;
  const { etag } = reply.response?.headers ?? {};
  return etag === expected ? [] : [shortfall(reply, `ETag ${expected}: one effect`, `ETag ${etag}: it was done twice`)];
}

/** What a refusal of one of two at once must be. */
const expectInUse = (reply: Reply): readonly Shortfall[] => [
  ...expectCode(reply, 'idempotency_key_in_use'),
  ...expectHeader(reply, 'retry-after', /^[1-9]\d*$/, 'whole seconds from 1'),
  ...expectHeader(reply, 'x-should-retry', /^true$/, 'true'),
];

const isDone = ({ response }: Reply): boolean => response?.status === 200;
const isReplayed = ({ response }: Reply): boolean => response?.headers['idempotent-replayed'] === 'true';

function judgeTwo(replies: readonly [Reply, Reply]): readonly Shortfall[] {
  const done = replies.filter((reply) => isDone(reply) && !isReplayed(reply));
  const others = replies.filter((reply) => !done.includes(reply));
  const [first, second] = done;
  if (first === undefined) return [shortfall(replies[0], 'one of the two done')];
  if (second !== undefined) return [shortfall(second, '409 idempotency_key_in_use, or Idempotent-Replayed: true')];
  return others.flatMap((other) => (isDone(other) ? expectReplay(first, other) : expectInUse(other)));
}

/** A check on the settings as they stand, with a new key. */
const withStored =
  (judge: (session: Session, stored: Stored, key: string) => ReturnType<Check['run']>): Check['run'] =>
  async (session) => {
    const stored = await read(session);
    return stored instanceof NotChecked ? stored : judge(session, stored, session.newKey());
  };

/** The same once the settings were stored under the key, by `first`. */
const afterFirst = (
  judge: (session: Session, stored: Stored, key: string, first: Reply) => ReturnType<Check['run']>,
): Check['run'] =>
  withStored(async (session, stored, key) => {
    const first = await store(session, key, stored.body, stored.etag, 'a new key');
    if (isUncovered(first)) return UNCOVERED;
    const wrong = expectStatus(first, 200);
    return wrong.length > 0 ? wrong : judge(session, stored, key, first);
  });

/** What a server does with keys. Each stores the settings of the workspace as they are. */
export const IDEMPOTENCY_CHECKS: readonly Check[] = checksOf('idempotency', [
  {
    id: 'idempotency-replay',
    demand:
      'The same key and the same request are done once; the answer comes again with Idempotent-Replayed and Original-Request.',
    docs: 'api#repeat-without-harm',
    needs: 'traces',
    run: afterFirst(async (session, stored, key, first) => {
      const second = await store(session, key, stored.body, stored.etag, 'the same key and body again');
      return [...expectReplay(first, second), ...(await expectOneEffect(session, first))];
    }),
  },
  {
    id: 'idempotency-reused',
    demand: 'The same key with another body is 400 idempotency_key_reused.',
    docs: 'errors#400-bad-request',
    needs: 'traces',
    run: afterFirst(async (session, stored, key) => {
      const ifMatch = NEVER_CURRENT['if-match'];
      const second = await store(session, key, another(stored), ifMatch, 'the same key, another body');
      return expectCode(second, 'idempotency_key_reused');
    }),
  },
  {
    id: 'idempotency-at-once',
    demand:
      'Of two equal requests at once one is done; the other is a replay, or 409 idempotency_key_in_use to be sent again.',
    docs: 'errors#409-conflict',
    needs: 'traces',
    run: withStored(async (session, stored, key) => {
      const send = () => store(session, key, stored.body, stored.etag, 'a new key, twice at once');
      const replies = await Promise.all([send(), send()]);
      if (isUncovered(replies[0])) return UNCOVERED;
      const wrong = judgeTwo(replies);
      const done = replies.find((reply) => isDone(reply));
      return wrong.length > 0 || done === undefined ? wrong : expectOneEffect(session, done);
    }),
  },
  {
    id: 'idempotency-refusal-not-kept',
    demand: 'A request that was refused does not use up its key: the corrected one runs under it.',
    docs: 'server#repeating-safely',
    needs: 'traces',
    run: withStored(async (session, stored, key) => {
      const faulty = await store(session, key, { noSuchMember: 1 }, stored.etag, 'a new key and a faulty body');
      if (isUncovered(faulty)) return UNCOVERED;
      const corrected = await store(session, key, stored.body, stored.etag, 'the same key and a right body');
      const wrong = [...expectStatus(faulty, 400), ...expectStatus(corrected, 200)];
      return isReplayed(corrected) ? [...wrong, shortfall(corrected, 'done, not replayed')] : wrong;
    }),
  },
  {
    id: 'idempotency-key-invalid',
    demand: 'A key that is not visible ASCII of 1 to 255 characters is 400 idempotency_key_invalid.',
    docs: 'errors#400-bad-request',
    needs: 'traces',
    run: withStored(async (session, stored) => {
      const reply = await store(session, 'two words', stored.body, NEVER_CURRENT['if-match'], 'the key "two words"');
      if (isUncovered(reply)) return UNCOVERED;
      return expectCode(reply, 'idempotency_key_invalid');
    }),
  },
]);
