import type { ColumnType, Insertable, Selectable } from 'kysely';
import type { AuditTables } from './tables/audit-tables.ts';
import type { IngestionTables } from './tables/ingestion-tables.ts';
import type { RequestTables } from './tables/request-tables.ts';
import type { SettingsTables } from './tables/settings-tables.ts';
import type { UploadTables } from './tables/upload-tables.ts';
import type { WebhookTables } from './tables/webhook-tables.ts';
import type { WorkflowTables } from './tables/workflow-tables.ts';

/** A JSON column: handed over as text, so that no driver guesses between a JSON array and a Postgres array. */
type Json<T> = ColumnType<T, string, string>;

export type ClientMode = 'live' | 'sandbox';

interface WorkspaceTable {
  id: string;
  name: string;
  createdAt: Date;
}

interface ClientTable {
  id: string;
  workspaceId: string;
  name: string;
  mode: ClientMode;
  /** PANs that the client may act for; `null` for every PAN of the workspace. */
  pans: Json<readonly string[] | null>;
  /** Scopes such as `config:read`; `null` for all of them. */
  scopes: Json<readonly string[] | null>;
  secretHash: Buffer;
  createdAt: Date;
  revokedAt: Date | null;
}

interface AccessTokenTable {
  id: string;
  clientId: string;
  secretHash: Buffer;
  issuedAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
}

interface TokenDayTable {
  clientId: string;
  /** `YYYY-MM-DD`, UTC. */
  day: string;
  issued: number;
}

interface WorkspaceConfigTable {
  workspaceId: string;
  /** Empty for the configuration of the whole workspace. */
  pan: string;
  document: Json<unknown>;
  version: number;
  updatedAt: Date;
}

interface IdempotencyRecordTable {
  workspaceId: string;
  key: string;
  fingerprint: string;
  status: number;
  /** The body exactly as it was sent, but for secrets: `recorded-form.ts` puts them back. */
  body: string;
  headers: Json<Record<string, string>>;
  requestId: string;
  createdAt: Date;
}

interface RateBucketTable {
  tokenId: string;
  /** What is left, in requests; fractions grow with time. */
  level: number;
  filledAtMs: number;
  /** Whether the last request got what it asked for. */
  isTaken: boolean;
}

interface PlaceLeaseTable {
  workspaceId: string;
  nodeId: string;
  /** How many requests of the workspace the node may have under way. */
  places: number;
  expiresAtMs: number;
}

/** Every table of Milaan's state. Columns are snake_case in SQL and camelCase here. */
export interface StateTables
  extends AuditTables,
    IngestionTables,
    RequestTables,
    SettingsTables,
    UploadTables,
    WebhookTables,
    WorkflowTables {
  workspace: WorkspaceTable;
  client: ClientTable;
  accessToken: AccessTokenTable;
  tokenDay: TokenDayTable;
  workspaceConfig: WorkspaceConfigTable;
  idempotencyRecord: IdempotencyRecordTable;
  rateBucket: RateBucketTable;
  placeLease: PlaceLeaseTable;
}

export type Client = Selectable<ClientTable>;
export type IdempotencyRecord = Selectable<IdempotencyRecordTable>;
export type NewIdempotencyRecord = Insertable<IdempotencyRecordTable>;
