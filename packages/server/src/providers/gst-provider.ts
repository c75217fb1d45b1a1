import type { PortalSide } from '../jobs/job-contracts.ts';

/** One statement of the government. */
export interface WantedStatement {
  readonly gstin: string;
  /** `MMYYYY` */
  readonly returnPeriod: string;
  readonly side: PortalSide;
}

/** Whoever brings statements from the GST portal: an intermediary with an API. */
export interface GstProvider {
  /**
   * The pages of a statement, each a JSON text in a form that `formats` reads as a portal file. No page: there is no such
   * statement yet. A statement without documents is a page that says so.
   * @throws WorkflowFailure `gstn_session_required`, `gstn_access_denied`, `quota_exhausted`, `govt_data_incomplete`,
   * `upstream_invalid_response` or `upstream_timeout`
   */
  pull(wanted: WantedStatement, signal: AbortSignal): AsyncIterable<string>;
}
