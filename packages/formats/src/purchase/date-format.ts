import { type CalendarDate, parseCalendarDate } from '@milaan/gst';

interface CompiledFormat {
  readonly pattern: RegExp;
  /** What each group of the pattern holds. */
  readonly parts: readonly ('D' | 'M' | 'Y')[];
}

const compiled = new Map<string, CompiledFormat>();

const compile = (format: string): CompiledFormat => {
  const known = compiled.get(format);
  if (known) return known;
  const parts: ('D' | 'M' | 'Y')[] = [];
  const source = format.replace(/D+|M+|Y+|[-/. ,]+/g, (token) => {
    const first = token.charAt(0);
    if (first === 'D') parts.push('D');
    else if (first === 'M') parts.push('M');
    else if (first === 'Y') parts.push('Y');
    else return '[-/. ,]+';
    if (first === 'Y') return token.length > 2 ? '(\\d{4})' : '(\\d{2})';
    return token.length > 2
      ? '([A-Za-z]{3,9})'
      : token.length === 2 && !/[-/. ,]/.test(format)
        ? '(\\d{2})'
        : '(\\d{1,2})';
  });
  const made = { pattern: new RegExp(`^${source}(?:[T ].*)?$`), parts };
  compiled.set(format, made);
  return made;
};

/** A date in the one format that a mapping names, for registers that write MM/DD; null when the text does not follow it. */
export const parseDateOfFormat = (text: string, format: string): CalendarDate | null => {
  const { pattern, parts } = compile(format);
  const match = pattern.exec(text);
  if (!match) return null;
  const part = (wanted: 'D' | 'M' | 'Y'): string => match[parts.indexOf(wanted) + 1] ?? '';
  return parseCalendarDate(`${part('D')}-${part('M')}-${part('Y')}`);
};
