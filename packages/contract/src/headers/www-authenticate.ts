import type { Challenge, Metadata } from '../errors/define-errors.ts';

/**
 * The value of `WWW-Authenticate` on a 401 (RFC 9110, section 11.6.1; RFC 6750, section 3):
 * `Bearer realm="milaan", error="insufficient_scope", scope="config:write"`.
 */
export function wwwAuthenticate(challenge: Challenge, metadata: Metadata): string {
  const scope = metadata.scope;
  const parts = [
    'realm="milaan"',
    ...(challenge.error === undefined ? [] : [`error="${challenge.error}"`]),
    ...(challenge.error === 'insufficient_scope' && typeof scope === 'string' ? [`scope="${scope}"`] : []),
  ];
  return `${challenge.scheme} ${parts.join(', ')}`;
}
