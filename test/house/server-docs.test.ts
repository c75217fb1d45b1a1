import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SCOPES } from '../../packages/contract/src/index.ts';
import { SETTING_NAMES, SETTINGS } from '../../packages/server/src/settings/index.ts';
import { errorsPage, tableOf } from './errors-page.ts';
import { ROOT } from './source-files.ts';

const page = readFileSync(join(ROOT, 'docs/server.md'), 'utf8');

function defaultOf(name: (typeof SETTING_NAMES)[number]): string {
  const value: unknown = SETTINGS[name].schema.safeParse(undefined).data;
  return value === undefined || (Array.isArray(value) && value.length === 0) ? '–' : `\`${value}\``;
}

// `npx vitest run --project house -u` writes the page anew.
it('the page of the errors is what the registry says', () =>
  expect(errorsPage()).toMatchFileSnapshot(join(ROOT, 'docs/errors.md')));

it('the page of the server lists every setting as it is', () => {
  const rows = SETTING_NAMES.map((name) => {
    const { flag, env, description } = SETTINGS[name];
    return [`\`${name}\``, `\`${flag}\``, `\`${env}\``, defaultOf(name), description];
  });
  const table = tableOf([['Name in the file', 'Flag', 'Variable', 'Default', 'What'], ...rows]);
  expect(page.slice(page.indexOf('| Name in the file'))).toContain(table);
});

it('the page of the server lists every scope as it is', () => {
  const rows = Object.entries(SCOPES).map(([scope, what]) => [`\`${scope}\``, what]);
  expect(page).toContain(tableOf([['Scope', 'Permits'], ...rows]));
});
