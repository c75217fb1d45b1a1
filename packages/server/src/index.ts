export { isScope, SCOPES, type Scope } from '@milaan/contract';
export { AdminCallFailed, callAdmin } from './admin/call-admin.ts';
export { type Admin, type ClientAdmin, createClientAdmin } from './admin/client-admin.ts';
export { type ClientRequest, type CreatedClient, createClient } from './clients/create-client.ts';
export { examine, type Finding } from './doctor.ts';
export { DropFolderInUse } from './drop/drop-folder-in-use.ts';
export { type App, createApp } from './http/app.ts';
export {
  createServerContext,
  DEFAULT_LIMITS,
  DEFAULT_OPERATION_SETTINGS,
  type LimitSettings,
} from './http/create-server-context.ts';
export type { OperationSettings, ServerContext } from './http/server-context.ts';
export { systemClock } from './injected/clock.ts';
export { createSystemRandomness } from './injected/randomness.ts';
export { createUlids } from './injected/ulid.ts';
export { ProviderFileRefused } from './providers/provider-file.ts';
export { readSettings, SettingsRefused } from './settings/read-settings.ts';
export { serverSettings, stateSettings } from './settings/server-settings.ts';
export { SETTING_NAMES, SETTINGS, type SettingName, type Settings } from './settings/settings.ts';
export { type RunningServer, type ServerSettings, startServer } from './start-server.ts';
export { type ListedClient, listClients, revokeClient } from './state/clients.ts';
export { FolderInUse } from './state/folder-lock.ts';
export { isDatabaseFailure } from './state/is-database-failure.ts';
export { DEFAULT_SCHEMA, openState, type State, type StateSettings } from './state/open-state.ts';
export { createSigningKeys } from './storage/signing-keys.ts';
export { StorageFailure } from './storage/storage-failure.ts';
