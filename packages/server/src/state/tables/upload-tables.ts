import type { Selectable } from 'kysely';

interface UploadTable {
  id: string;
  workspaceId: string;
  /** What its owner says the file is for. What it is, its content tells. */
  templateType: 'purchase' | 'gstr2b' | 'gstr2a';
  contentType: 'XLSX' | 'XLS' | 'CSV' | 'JSON' | 'ZIP';
  fileName: string;
  objectKey: string;
  createdAt: Date;
  /** Of the upload URL. */
  expiresAt: Date;
}

interface SigningKeyTable {
  id: string;
  secret: Buffer;
  createdAt: Date;
  retiredAt: Date | null;
}

export interface UploadTables {
  upload: UploadTable;
  signingKey: SigningKeyTable;
}

export type Upload = Selectable<UploadTable>;
