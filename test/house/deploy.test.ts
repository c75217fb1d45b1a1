import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ERRORS, type ErrorEntry, isErrorCode } from '../../packages/contract/src/index.ts';
import { SETTING_NAMES, SETTINGS } from '../../packages/server/src/settings/index.ts';
import { ROOT } from './source-files.ts';

const VARIABLES: ReadonlySet<string> = new Set(SETTING_NAMES.map((name) => SETTINGS[name].env));
const FILES = ['deploy/compose.yaml', 'deploy/kubernetes.yaml', 'deploy/Dockerfile'] as const;
const textOf = (path: string) => readFileSync(join(ROOT, path), 'utf8');

/** Every variable of Milaan's that a text names. */
const variablesIn = (text: string): readonly string[] => [
  ...new Set(text.match(/\b(?:MILAAN_[A-Z0-9_]+|DATABASE_URL)\b/g)),
];

/** Variables and the values that they are given in a file. */
const valuesIn = (text: string): readonly (readonly [string, string])[] =>
  [...text.matchAll(/(?:name: )?(MILAAN_[A-Z0-9_]+|DATABASE_URL)(?:, value)?: *([^}\n]+?) *}?$/gm)].map(
    ([, name = '', value = '']) => [name, value.replaceAll(/^['"]|['"]$/g, '')] as const,
  );

describe('the examples of several nodes', () => {
  it.each([...FILES, 'docs/several-nodes.md'])('%s names settings that there are', (path) => {
    const named = variablesIn(textOf(path));
    expect(named.length).toBeGreaterThan(1);
    expect(named.filter((name) => !VARIABLES.has(name))).toEqual([]);
  });

  it('give values that the settings take', () => {
    const wrong = FILES.flatMap((path) =>
      valuesIn(textOf(path)).flatMap(([name, value]) => {
        const setting = SETTING_NAMES.find((one) => SETTINGS[one].env === name);
        const result =
          setting === undefined ? null : SETTINGS[setting].schema.safeParse(value.replaceAll(/\$\{[^}]*\}?/g, 'x'));
        return result?.success === true ? [] : [{ path, name, value }];
      }),
    );
    expect(wrong).toEqual([]);
    expect(valuesIn(textOf('deploy/compose.yaml')).length).toBeGreaterThan(8);
    expect(valuesIn(textOf('deploy/kubernetes.yaml')).length).toBeGreaterThan(8);
  });

  it.each(['deploy/compose.yaml', 'deploy/kubernetes.yaml'])(
    '%s sets what several nodes need, and the page explains it',
    (path) => {
      const named = variablesIn(textOf(path));
      const needed = ['DATABASE_URL', 'MILAAN_BASE_URL', 'MILAAN_S3_BUCKET', 'MILAAN_TRUSTED_PROXIES'];
      expect(named).toEqual(expect.arrayContaining(needed));
      const explained = variablesIn(textOf('docs/several-nodes.md'));
      expect(named.filter((name) => !explained.includes(name))).toEqual([]);
    },
  );

  it('give a node longer to stop than it drains', () => {
    const secondsOf = (text: string, name: string) =>
      Number(valuesIn(text).find(([variable]) => variable === name)?.[1]);
    for (const [path, pattern] of [
      ['deploy/compose.yaml', /stop_grace_period: (\d+)s/],
      ['deploy/kubernetes.yaml', /terminationGracePeriodSeconds: (\d+)/],
    ] as const) {
      const text = textOf(path);
      const drains = secondsOf(text, 'MILAAN_DRAIN_SECONDS') + secondsOf(text, 'MILAAN_DRAIN_NOTICE_SECONDS');
      expect(Number(pattern.exec(text)?.[1])).toBeGreaterThan(drains);
    }
  });

  it.each([
    ['deploy/compose.yaml', /compose -f \S+ exec (\S+) node (\S+) client create/, (name: string) => `\n  ${name}:\n`],
    [
      'deploy/kubernetes.yaml',
      /kubectl exec deployment\/(\S+) -- node (\S+) client create/,
      (name: string) => `\n  name: ${name}\n`,
    ],
  ] as const)('%s comes with the command that makes a client in it', (path, command, named) => {
    const [, name = '', program = ''] = command.exec(textOf('docs/several-nodes.md')) ?? [];
    expect(textOf(path)).toContain(named(name));
    expect(textOf('deploy/Dockerfile')).toContain(`"${program}"`);
  });

  it('let the proxy say what the registry says, in words of its own only where it says why', () => {
    const told = [
      ...textOf('deploy/compose.yaml').matchAll(
        /import problem (\d+) (\w+) "([^"]+)" "([^"]+)" (\{\}|`[^`]+`) (\w+) (\w+)/g,
      ),
    ];
    expect(told.map(([, status]) => status)).toEqual(['400', '503', '502']);
    for (const [, status, code = '', title, detail, metadata = '', retryable, retryAfterMs] of told) {
      if (!isErrorCode(code)) throw new Error(`There is no code ${code}.`);
      const entry: ErrorEntry = ERRORS[code];
      const facts: Record<string, string> = JSON.parse(metadata.replaceAll('`', ''));
      const sentence = entry.detail.replaceAll(/\{(\w+)\}/g, (_, name: string) => facts[name] ?? 'missing');
      expect({ status, title, detail, retryable, waits: retryAfterMs !== 'null' }).toEqual({
        ...{ status: `${entry.status}`, title: entry.title, detail: sentence },
        ...{ retryable: `${entry.retryable}`, waits: entry.hasRetryAfter },
      });
    }
  });
});
