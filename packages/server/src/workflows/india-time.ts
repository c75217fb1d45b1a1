/** India keeps one time zone, without summer time: UTC+05:30. */
const IST_OFFSET_MS = 5.5 * 60 * 60 * 1000;

/** The calendar date in India, `YYYY-MM-DD`: every legal date is one. */
export const dateInIndia = (at: Date): string => new Date(at.getTime() + IST_OFFSET_MS).toISOString().slice(0, 10);

/** The last millisecond of a calendar date in India. */
export const endOfDayInIndia = (date: string): Date => new Date(`${date}T23:59:59.999+05:30`);
