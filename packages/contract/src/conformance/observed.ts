/** What was asked. Method and path are null when the bytes that were sent do not say them clearly. */
export interface ObservedRequest {
  readonly method: string | null;
  /** As it was sent, with its query. */
  readonly path: string | null;
}

/** What came back. Header names in lower case. */
export interface ObservedResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Turns a fetch or Hono response into what the checker reads; the body is taken from a copy. */
export const observe = async (response: Response): Promise<ObservedResponse> => ({
  status: response.status,
  headers: Object.fromEntries(response.headers),
  body: await response.clone().text(),
});
