import type { InputRefused } from '@milaan/formats';

/** What to do about a refused file where there is no command line: the readers' own hints name its flags. */
const HINTS: Readonly<Record<string, string>> = {
  HEADER_NOT_FOUND: 'Give the columns the names of the purchase template, in one row.',
  COLUMN_MISSING: 'If a column has another name, give it the one of the purchase template.',
  COLUMN_DUPLICATE: 'Remove or rename one.',
  OWN_GSTIN_MISSING: 'Add a column My GSTIN, or name one registration, and no more, in userInputArgs.gstins.',
  FILE_NOT_RECOGNISED: 'Download the statement again from the portal, as JSON or Excel, and upload it as it is.',
};

const FLAG = /(?:^|\s)--[a-z]/;

/** What somebody who has uploaded a file can do about its refusal. */
export const uploadHintOf = ({ hint, code }: Pick<InputRefused, 'hint' | 'code'>): string | undefined =>
  hint !== undefined && FLAG.test(hint) ? HINTS[code] : hint;

/** SQL: what is wrong with a row, for somebody who has uploaded it. */
export const uploadMessageSql = (message: string): string =>
  `replace(${message}, 'name the registration with --gstin', 'name it alone in userInputArgs.gstins')`;
