type Mistakes = readonly (readonly [text: RegExp, reason: string])[];

/** What people send instead of a token, the first that fits. */
const OF_TOKENS: Mistakes = [
  [/,/, 'the header was sent more than once'],
  [/^Bearer\b/i, 'the word Bearer belongs into Authorization; x-cleartax-auth-token takes the token alone'],
  [/^["'<{]/, 'it stands between quotation marks or brackets'],
  [/^mcs_/, 'it is a client secret; get a token with it from GET /integration/v1/authz/token'],
  [/\s/, 'there is white space in it'],
  [/^mat_/, 'it was cut off or changed on its way'],
];

const OF_SECRETS: Mistakes = [
  [/^$/, 'the header x-clear-client-secret is missing or empty'],
  [/,/, 'the header was sent more than once'],
  [/^["'<{]/, 'it stands between quotation marks or brackets'],
  [/^mat_/, 'it is an auth token; the secret was shown when the client was created'],
  [/\s/, 'there is white space in it'],
  [/^mcs_/, 'it was cut off or changed on its way'],
];

const faultIn = (text: string, mistakes: Mistakes): string | undefined =>
  mistakes.find(([mistake]) => mistake.test(text))?.[1];

/** Why a text has not the form of a token. Nothing of the text is repeated: it may be somebody's secret. */
export const faultOfToken = (text: string): string =>
  faultIn(text, OF_TOKENS) ?? 'it does not have the form of a token, mat_live_…';

/** Why a text has not the form of a client secret; nothing of it is repeated either. */
export const faultOfSecret = (text: string): string =>
  faultIn(text, OF_SECRETS) ?? 'it does not have the form of a client secret, mcs_live_…';
