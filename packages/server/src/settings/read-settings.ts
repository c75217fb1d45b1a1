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
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : 'unknown';
    throw new SettingsRefused([`${path} cannot be read (${code}).`]);
  }
  try {
    // Editors on Windows begin a file with a byte order mark.
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // Told below together with JSON that is no object.
  }
  throw new SettingsRefused([`${path} is not a JSON object.`]);
}

/** Settings that are right each by itself, and say nothing or too little together. */
function faultsTogether(settings: Settings): string[] {
  const { s3Bucket, s3AccessKeyId, s3SecretAccessKey } = settings;
  const faults: string[] = [];
  if ((s3AccessKeyId === undefined) !== (s3SecretAccessKey === undefined)) {
    const [id, secret] = [SETTINGS.s3AccessKeyId.env, SETTINGS.s3SecretAccessKey.env];
    faults.push(`${id} and ${secret} must be set together, or neither.`);
  }
  const lonely = (['s3Endpoint', 's3PublicEndpoint', 's3AccessKeyId'] as const).find((name) => settings[name]);
  if (s3Bucket === undefined && lonely !== undefined) {
    // Files would be kept in a folder, which nobody who says this expects.
    faults.push(`${SETTINGS.s3Bucket.env} must be set, since ${SETTINGS[lonely].env} is.`);
  }
  return faults;
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
  const settings = Object.fromEntries(entries) as Settings; // each value has just passed the schema that types it
  const together = faultsTogether(settings);
  if (together.length > 0) throw new SettingsRefused(together);
  return settings;
}
