interface RequestBlockTable {
  workspaceId: string;
  /** Ids of its requests were made within ten seconds from here. */
  windowStart: Date;
  /** A ULID: nodes write blocks of one window beside each other. */
  id: string;
  /** Deflated JSON; `requests/block-bytes.ts` reads it. */
  entries: Buffer;
  createdAt: Date;
}

export interface RequestTables {
  requestBlock: RequestBlockTable;
}
