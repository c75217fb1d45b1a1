export { readSettings, type SettingSources, SettingsRefused } from './read-settings.ts';
export { SETTING_NAMES, SETTINGS, type SettingName, type Settings } from './settings.ts';
