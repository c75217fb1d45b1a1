/** What a person, or a script with `--json`, is told when a command did not finish. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly file?: string;
  readonly exitCode: number;
}
