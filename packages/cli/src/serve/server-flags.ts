import {
  readSettings,
  SETTING_NAMES,
  SETTINGS,
  type SettingName,
  type Settings,
  SettingsRefused,
} from '@milaan/server/settings';
import type { Command } from 'commander';
import type { CliIo } from '../cli-io.ts';
import { UsageError } from '../failure/usage-error.ts';

/** The settings that only say where the state is. */
export const STATE_SETTINGS = ['dataDir', 'databaseUrl', 'databaseSchema', 'databasePool'] as const;

export type ServerFlags = Readonly<Partial<Record<SettingName | 'config', string>>>;

/** Adds a flag for each setting, with its variable and its default in the help. */
export function addServerFlags(command: Command, names: readonly SettingName[] = SETTING_NAMES): Command {
  command.option('--config <file>', 'JSON file with settings by their names, such as {"port": 8080}');
  for (const name of names) {
    const { flag, placeholder, env, description } = SETTINGS[name];
    command.option(`${flag} <${placeholder}>`, `${description} [${env}]`);
  }
  return command;
}

/** @throws UsageError that names every fault and where it was said */
export function settingsOf({ config, ...flags }: ServerFlags, io: CliIo): Settings {
  try {
    // An empty variable is none, as for every setting.
    return readSettings({ flags, env: io.env, file: config ?? (io.env.MILAAN_CONFIG || null) });
  } catch (error) {
    if (error instanceof SettingsRefused) throw new UsageError(error.message, 'See milaan help serve.');
    throw error;
  }
}
