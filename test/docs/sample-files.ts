import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../house/source-files.ts';
import { zipBytes } from '../support/zip-bytes.ts';

const SAMPLES = join(ROOT, 'packages/cli/samples');
const BIN = 'bin';

/** A register whose columns only the mapping file of the page on it explains. */
const OWN_COLUMNS = `Party Bill Ref,Party Bill Dt,GSTIN of supplier,Purchase 18%,Purchase 5%,Input IGST 18%,Input IGST 5%
KT/2627/77,05/10/2026,29AAKFS7712D1ZT,62000.00,100.00,11160.00,5.00
`;

/** Puts what the pages name into a folder, and a command `npx milaan` that runs the one of this project. */
export function placeSampleFiles(folder: string, mapping: string): { readonly binFolder: string } {
  const binFolder = join(folder, BIN);
  mkdirSync(binFolder, { recursive: true });
  const command = join(ROOT, 'packages/cli/bin/milaan.js');
  writeFileSync(
    join(binFolder, 'npx'),
    `#!/bin/sh\n[ "$1" = milaan ] || exit 64\nshift\nexec "${process.execPath}" "${command}" "$@"\n`,
    { mode: 0o755 },
  );
  cpSync(SAMPLES, join(folder, 'packages/cli/samples'), { recursive: true });
  cpSync(join(SAMPLES, 'tally/purchase-register-tally-102026.csv'), join(folder, 'tally.csv'));
  cpSync(join(SAMPLES, 'tally/gstr2b-27AAACA1111A1ZS-102026.json'), join(folder, 'gstr2b.json'));
  cpSync(join(SAMPLES, 'gstr2b'), join(folder, 'gstr2b-folder'), { recursive: true });
  mkdirSync(join(folder, 'more'));
  const september = join(folder, 'gstr2b-folder/gstr2b-27AAACA1111A1ZS-092026.json');
  writeFileSync(join(folder, 'more/gstr2b.zip'), zipBytes([{ name: 'gstr2b.json', bytes: readFileSync(september) }]));
  rmSync(september);
  writeFileSync(join(folder, 'mapping.json'), mapping);
  return { binFolder };
}

/** `purchases.csv` is the sample register, except on the page about registers with columns of their own. */
export function placePurchases(folder: string, path: string): void {
  const target = join(folder, 'purchases.csv');
  if (path === 'docs/mapping-file.md') writeFileSync(target, OWN_COLUMNS);
  else cpSync(join(SAMPLES, 'purchases-aug-to-oct-2026.csv'), target);
}
