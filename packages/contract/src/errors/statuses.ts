/** The closed list: an API operation answers with one of these and no other, from every layer. */
export const STATUSES = {
  200: { name: 'OK', when: 'Everything worked.', side: 'success', retry: 'There is nothing to retry.' },
  201: {
    name: 'Created',
    when: 'A task or a workflow was created.',
    side: 'success',
    retry: 'There is nothing to retry.',
  },
  400: {
    name: 'Bad Request',
    when: 'The request is unacceptable; mostly a required parameter is missing or invalid.',
    side: 'caller',
    retry: 'No. Change the request.',
  },
  401: { name: 'Unauthorized', when: 'No valid auth token was sent.', side: 'caller', retry: 'No. Get a token.' },
  402: {
    name: 'Request Failed',
    when: 'The parameters were valid, but the request failed.',
    side: 'caller',
    retry: 'No, until what the answer names is done.',
  },
  409: {
    name: 'Conflict',
    when: 'The request conflicts with another one, for example with a workflow that is still pending.',
    side: 'caller',
    retry: 'Only when the answer says so.',
  },
  429: {
    name: 'Too Many Requests',
    when: 'Too many requests came too quickly.',
    side: 'caller',
    retry: 'Yes, after Retry-After; back off exponentially.',
  },
  500: { name: 'Internal Server Error', when: 'A fault of ours.', side: 'server', retry: 'Yes, as the answer says.' },
  502: {
    name: 'Bad Gateway',
    when: 'A service behind us (GST provider, object store) answered nonsense.',
    side: 'server',
    retry: 'Yes, as the answer says.',
  },
  503: {
    name: 'Service Unavailable',
    when: 'We cannot serve now: draining, overloaded, or the database or the storage is away.',
    side: 'server',
    retry: 'Yes, after Retry-After.',
  },
  504: {
    name: 'Gateway Timeout',
    when: 'A service behind us was too slow.',
    side: 'server',
    retry: 'Yes, as the answer says.',
  },
} as const satisfies Record<
  number,
  { name: string; when: string; side: 'success' | 'caller' | 'server'; retry: string }
>;

/** Every status that an API operation can answer with. */
export type Status = keyof typeof STATUSES;

/** The statuses of success. */
export type SuccessStatus = 200 | 201;

/** The statuses of failure; each error code has exactly one. */
export type ErrorStatus = Exclude<Status, SuccessStatus>;

/** True for a status of the closed list. */
export const isStatus = (status: number): status is Status => Object.hasOwn(STATUSES, status);

/** True for 200 and 201. */
export const isSuccessStatus = (status: number): status is SuccessStatus => status === 200 || status === 201;
