import type { JsonColumn } from './json-column.ts';

interface WorkspaceSettingsTable {
  workspaceId: string;
  document: JsonColumn<unknown>;
  /** 2 for the first that are stored: version 1 are the defaults. */
  version: number;
  updatedAt: Date;
}

export interface SettingsTables {
  workspaceSettings: WorkspaceSettingsTable;
}
