/** Where a bucket is and who may use it. */
export interface S3Settings {
  readonly bucket: string;
  readonly region: string;
  /** Of a server that is not AWS; undefined for AWS itself. */
  readonly endpoint: string | undefined;
  /** The same server as callers see it, for the URLs that they are given; undefined where it is the same address. */
  readonly publicEndpoint: string | undefined;
  /** The bucket in the path and not in the host: what most servers but AWS need. */
  readonly pathStyle: boolean;
  /** Null: from the environment or the machine, as AWS's tools find them. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | null;
  /** For a connection, for an answer to begin, and between two of its bytes. */
  readonly timeoutMs: number;
}

export const S3_TIMEOUT_MS = 15_000;
