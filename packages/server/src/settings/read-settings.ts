import { readFileSync } from 'node:fs';
import { SETTING_NAMES, SETTINGS, type SettingName, type Settings } from './settings.ts';

/** Says everything that is wrong with the settings, one line each, with where it was said. */
export class SettingsRefused extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.name = 'SettingsRefused';
    this.faults = faults;
  }
}

export interface SettingSources {
  /** Values of the flags that were given, by the names of their settings. */
  readonly flags: Readonly<Partial<Record<SettingName, string>>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Path of the one configuration file, JSON; null for none. */
  readonly file: string | null;
}

function readFile(path: string): Readonly<Record<string, unknown>> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new SettingsRefused([`${path} cannot be read.`]);
  }
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // Told below together with JSON that is no object.
  }
  throw new SettingsRefused([`${path} is not a JSON object.`]);
}

/**
 * The settings from flags, environment and file, in this order of weight.
 * @throws SettingsRefused with every fault at once
 */
export function readSettings({ flags, env, file }: SettingSources): Settings {
  const inFile = file === null ? {} : readFile(file);
  const faults = Object.keys(inFile)
    .filter((name) => !Object.hasOwn(SETTINGS, name))
    .map((name) => `${file}: there is no setting "${name}".`);
  const entries = SETTING_NAMES.map((name) => {
    const { flag, env: variable, schema } = SETTINGS[name];
    // An empty variable is how shells and containers say "not set".
    const inEnv = env[variable] === '' ? undefined : env[variable];
    const [value, where] =
      flags[name] !== undefined
        ? [flags[name], flag]
        : inEnv !== undefined
          ? [inEnv, variable]
          : [inFile[name], `${file}: ${name}`];
    const result = schema.safeParse(value);
    if (!result.success) faults.push(`${where} ${result.error.issues[0]?.message ?? 'is not valid'}.`);
    return [name, result.data];
  });
  if (faults.length > 0) throw new SettingsRefused(faults);
  return Object.fromEntries(entries) as Settings; // each value has just passed the schema that types it
}
