import { MATCH_TYPES, type MatchType, STATES } from '@milaan/gst';

const KNOWN_MATCH_TYPES: ReadonlySet<string> = new Set(MATCH_TYPES);

export const isMatchType = (text: string): text is MatchType => KNOWN_MATCH_TYPES.has(text);

const STATE_NAMES: ReadonlyMap<string, string> = new Map(STATES.map(({ code, name }) => [code, `${code} ${name}`]));

/** "27 Maharashtra" for 27; any other text (a port code) as it is. */
export const stateName = (code: string): string => STATE_NAMES.get(code) ?? code;
