/** A command has printed everything that there is to say; only the exit code is left. */
export class AllSaid extends Error {
  override readonly name = 'AllSaid';
  readonly exitCode: number;

  constructor(exitCode: number) {
    super(`It ends with exit code ${exitCode}.`);
    this.exitCode = exitCode;
  }
}
