import { parseCalendarDate } from '@milaan/gst';
import { UsageError } from '../failure/usage-error.ts';

/** India keeps one time zone, without summer time: UTC+05:30. */
const IST_OFFSET_MS = 5.5 * 60 * 60 * 1000;

/** Today's calendar date in India: every legal date is one. */
export const todayInIndia = (now: Date): string => new Date(now.getTime() + IST_OFFSET_MS).toISOString().slice(0, 10);

export function parseAsOf(flag: string, text: string): string {
  const date = parseCalendarDate(text);
  if (date !== null) return date;
  throw new UsageError(`${flag} must be a date as YYYY-MM-DD, not "${text}".`);
}
