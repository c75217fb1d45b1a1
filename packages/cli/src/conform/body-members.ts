import type { ObservedResponse } from '@milaan/contract/conformance';

/** Members of a JSON object; none when the text is something else. */
export function membersOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
  } catch {
    return {};
  }
}

/** The code that an answer names, in the master or not. */
export function codeIn({ body }: ObservedResponse): string | null {
  const { code } = membersOf(body);
  return typeof code === 'string' ? code : null;
}
