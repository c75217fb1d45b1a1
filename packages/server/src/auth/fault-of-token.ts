/** What people send instead of a token, the first that fits. */
const MISTAKES: readonly (readonly [text: RegExp, reason: string])[] = [
  [/,/, 'the header was sent more than once'],
  [/^Bearer\b/i, 'the word Bearer belongs into Authorization; x-cleartax-auth-token takes the token alone'],
  [/^["'<{]/, 'it stands between quotation marks or brackets'],
  [/^mcs_/, 'it is a client secret; get a token with it from GET /integration/v1/authz/token'],
  [/\s/, 'there is white space in it'],
  [/^mat_/, 'it was cut off or changed on its way'],
];

/** Why a text has not the form of a token. Nothing of the text is repeated: it may be somebody's secret. */
export const faultOfToken = (text: string): string =>
  MISTAKES.find(([mistake]) => mistake.test(text))?.[1] ?? 'it does not have the form of a token, mat_live_…';
