import { civil, type Day, fiscalYear } from './calendar.ts';
import { type IssuedNumber, printYear } from './issued-number.ts';
import { at, type Random } from './random.ts';

/** The ways in which people write a supplier's number otherwise than the supplier did; nothing of the serial is lost. */
export const FORMAT_HABITS = [
  'drop-prefix',
  'drop-prefix-and-zeros',
  'drop-year',
  'add-year',
  'add-prefix',
  'zeros',
  'separator',
  'case',
  'year-length',
  'serial-only',
] as const;
export type FormatHabit = (typeof FORMAT_HABITS)[number];

/** The number in another format: the given habit where it changes anything, else another that does. */
export const reformatNumber = (issued: IssuedNumber, day: Day, habit: FormatHabit, random: Random): string => {
  const start = FORMAT_HABITS.indexOf(habit);
  for (let i = 0; i < FORMAT_HABITS.length; i++) {
    const text = FORMATS[at(FORMAT_HABITS, (start + i) % FORMAT_HABITS.length)](issued, day, random);
    if (text !== issued.text && text.replace(/[^0-9A-Za-z]/g, '').length >= 2) return text;
  }
  return `${issued.text} `.replace(/(.)(?= $)/, ' $1').trim();
};

const join = (issued: IssuedNumber, parts: readonly string[]): string =>
  parts.filter((part) => part !== '').join(issued.separator);
const withoutZeros = (serial: string): string => serial.replace(/^0+(?=.)/, '');
const hasParts = (issued: IssuedNumber): boolean => issued.prefix !== '' || issued.fiscalYear !== '';

const FORMATS: Record<FormatHabit, (issued: IssuedNumber, day: Day, random: Random) => string> = {
  'drop-prefix': (issued) =>
    issued.prefix === '' ? issued.text : issued.text.slice(issued.prefix.length).replace(/^[/-]/, ''),
  'drop-prefix-and-zeros': (issued) =>
    issued.prefix === '' ? issued.text : join(issued, [issued.fiscalYear, withoutZeros(issued.serial)]),
  'drop-year': (issued) => (issued.fiscalYear === '' ? issued.text : join(issued, [issued.prefix, issued.serial])),
  'add-year': (issued, day) =>
    issued.fiscalYear === '' && issued.style !== 'date-coded' && issued.style !== 'alphanumeric'
      ? `${issued.text}/${printYear(fiscalYear(day), false)}`
      : issued.text,
  'add-prefix': (issued, _day, random) =>
    issued.prefix === '' && issued.style !== 'alphanumeric'
      ? `${random.pick(['INV', 'INV-', 'BILL ', 'NO.', 'INV/'])}${issued.text}`
      : issued.text,
  zeros: (issued, _day, random) => {
    if (issued.style === 'alphanumeric' || issued.style === 'date-coded') return issued.text;
    const bare = withoutZeros(issued.serial);
    const serial = bare === issued.serial ? bare.padStart(bare.length + random.between(1, 2), '0') : bare;
    return issued.text.slice(0, issued.text.lastIndexOf(issued.serial)) + serial + afterSerial(issued);
  },
  separator: (issued, _day, random) =>
    /[/-]/.test(issued.text)
      ? issued.text.replace(/[/-]/g, random.pick([' ', '', '_', '.', '\\']))
      : issued.text.replace(/([A-Z])([0-9])/, `$1${random.pick(['/', '-', ' '])}$2`),
  case: (issued) => issued.text.toLowerCase(),
  'year-length': (issued, day) => {
    const other = printYear(fiscalYear(day), issued.fiscalYear.length < 6);
    return issued.fiscalYear.includes('-') ? issued.text.replace(issued.fiscalYear, other) : issued.text;
  },
  'serial-only': (issued) => (hasParts(issued) ? withoutZeros(issued.serial) : issued.text),
};

const afterSerial = (issued: IssuedNumber): string =>
  issued.text.slice(issued.text.lastIndexOf(issued.serial) + issued.serial.length);

const LOOK_ALIKES: Readonly<Record<string, string>> = {
  '0': 'O',
  O: '0',
  '1': 'I',
  I: '1',
  L: '1',
  '5': 'S',
  S: '5',
  '8': 'B',
  B: '8',
};

/** One slip of the finger or of the scanner: a look-alike, a wrong, lost or doubled character, or two exchanged. */
export const mistypeNumber = (text: string, random: Random): string => {
  for (let attempt = 0; attempt < 20; attempt++) {
    const typed = slip(text, random);
    if (typed !== text && typed.replace(/[^0-9A-Za-z]/g, '').length >= 2) return typed;
  }
  return `${text}1`;
};

const slip = (text: string, random: Random): string => {
  const i = random.int(text.length);
  const character = text.charAt(i);
  const rest = text.slice(i + 1);
  const head = text.slice(0, i);
  switch (random.weighted({ lookAlike: 45, wrong: 25, exchanged: 15, lost: 10, doubled: 5 })) {
    case 'lookAlike':
      return head + (LOOK_ALIKES[character] ?? character) + rest;
    case 'wrong':
      return /[0-9]/.test(character) ? head + random.int(10) + rest : text;
    case 'exchanged':
      return rest === '' ? text : head + rest.charAt(0) + character + rest.slice(1);
    case 'lost':
      return text.length > 3 && /[0-9A-Z]/.test(character) ? head + rest : text;
    case 'doubled':
      return text.length < 16 && /[0-9]/.test(character) ? head + character + character + rest : text;
  }
};

/** The number as somebody writes it after 31 March: with the new year, without a year, or untouched. */
export const renewYear = (issued: IssuedNumber, bookedOn: Day, random: Random): string => {
  if (!issued.fiscalYear.includes('-') || civil(bookedOn).month < 4) return issued.text;
  const long = issued.fiscalYear.length > 5;
  const renewed = issued.text.replace(issued.fiscalYear, printYear(fiscalYear(bookedOn), long));
  return random.pick([issued.text, renewed, join(issued, [issued.prefix, issued.serial])]);
};

/** The number in a field that is too short for it: its last or, seldom, its first characters. */
export const cutNumber = (issued: IssuedNumber, random: Random): string => {
  const { text } = issued;
  const length = Math.max(4, Math.min(text.length - 1, random.between(6, 10)));
  return random.chance(0.8) ? text.slice(-length) : text.slice(0, length);
};

/** What a spreadsheet makes of a number that looks like one; null where it leaves it alone. */
export const damageNumber = (text: string): string | null => {
  if (/^[1-9][0-9]{11,}$/.test(text)) return `${text.charAt(0)}.${text.slice(1, 6)}E+${text.length - 1}`;
  return /^0+[1-9]/.test(text) && /^[0-9]+$/.test(text) ? text.replace(/^0+/, '') : null;
};
