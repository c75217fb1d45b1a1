export { type ClientRequest, type CreatedClient, createClient } from './clients/create-client.ts';
export { type App, createApp } from './http/app.ts';
export {
  createServerContext,
  DEFAULT_LIMITS,
  DEFAULT_OPERATION_SETTINGS,
  type LimitSettings,
} from './http/create-server-context.ts';
export type { OperationSettings, ServerContext } from './http/server-context.ts';
export { type RunningServer, type ServerSettings, startServer } from './start-server.ts';
export { DEFAULT_SCHEMA, openState, type State, type StateSettings } from './state/open-state.ts';
