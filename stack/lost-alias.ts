/** An alias that serves was deleted, and nothing says which version it is to serve; it is not made again. */
export class LostAliasError extends Error {
  readonly functionName: string;
  readonly alias: string;

  constructor(functionName: string, alias: string) {
    super(`The alias ${alias} of ${functionName} was deleted`);
    this.name = 'LostAliasError';
    this.functionName = functionName;
    this.alias = alias;
  }
}
