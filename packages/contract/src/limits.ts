/** Every bound of the API, each named once. Sizes in bytes, times in milliseconds unless the name says otherwise. */
export const LIMITS = Object.freeze({
  /** Request body of an ordinary operation: 1 MiB. */
  bodyBytes: 1_048_576,
  /** Request body of the JSON ingest: 5 MiB. */
  ingestBodyBytes: 5_242_880,
  /** One uploaded file: 512 MiB. */
  uploadBytes: 536_870_912,
  /** Request line and headers together: 16 KiB. */
  headerBytes: 16_384,
  /** Objects and arrays inside each other in a JSON body. */
  jsonDepth: 32,
  /** Faults listed in `errors`; the total is in `metadata.faultCount`. */
  faults: 100,
  /** Items on one page of a list. */
  pageSize: 1000,
  /** Items on one page of a list when the request does not say how many. */
  defaultPageSize: 100,
  /** Characters of a cursor. */
  cursorLength: 512,
  /** Characters of the words that results are searched for. */
  searchLength: 200,
  /** From the first byte of a request to the last byte of its body: 30 s. */
  requestMs: 30_000,
  /** From the first byte of a request to the end of its headers: 10 s. */
  headersMs: 10_000,
  /** Longest `?wait=` of a long poll, in seconds. */
  waitSeconds: 30,
  /** Longest `latency=` of a simulation: 30 s. */
  simulatedLatencyMs: 30_000,
  /** Characters of an `Idempotency-Key`. */
  idempotencyKeyLength: 255,
  /** An idempotency record is kept for 30 days. */
  idempotencyKeptMs: 2_592_000_000,
  /** What happened to a request is kept for 30 days. */
  requestKeptMs: 2_592_000_000,
  /** Characters of a caller's `X-Request-Id` that are kept in the log. */
  callerRequestIdLength: 255,
  /** Characters of an auth token or a client secret; longer ones are not looked up. */
  credentialLength: 512,
  /** Tokens for one client secret on one day (UTC). */
  tokensPerDay: 288,
  /** An upload URL is valid for 10 minutes. */
  uploadUrlMs: 600_000,
  /** An upload as a whole: one hour. */
  uploadMs: 3_600_000,
  /** An upload of which nothing comes: 30 s. */
  uploadIdleMs: 30_000,
  /** Characters of the `fileName` of an upload. */
  fileNameLength: 1500,
  /** A URL of a result file is valid for 24 hours. */
  fileUrlMs: 86_400_000,
  /** Lines of one JSON ingest. */
  ingestLines: 1000,
  /** Return periods in one range: ten years. */
  rangePeriods: 120,
  /** Names in one `sectionNames`. */
  sectionNames: 32,
  /** An event stream ends after 5 minutes; the client goes on where it was with `Last-Event-ID`. */
  eventStreamMs: 300_000,
  /** A comment keeps a silent event stream alive every 15 s: proxies give up after 30 s at the earliest. */
  eventHeartbeatMs: 15_000,
  /** Event streams that a workspace may have open on one node. */
  eventStreams: 32,
  /** Webhooks of one workspace. */
  webhooks: 20,
  /** Deliveries of one workspace that are on their way before one may be sent again by hand. */
  pendingDeliveries: 1000,
  /** Characters of the URL of a webhook. */
  webhookUrlLength: 2048,
});
