/** What a target serves: code and API definition, always judged together. */
export interface Pair {
  /** A published version, `7`; `$LATEST` only before a stack's first release. */
  readonly version: string;
  /** Id of the API Gateway deployment. */
  readonly deployment: string;
}

export function isSamePair(a: Pair, b: Pair): boolean {
  return a.version === b.version && a.deployment === b.deployment;
}

/** `7@a1b2c3`, as journals and messages write it. */
export function formatPair({ version, deployment }: Pair): string {
  return `${version}@${deployment}`;
}

/** @returns undefined when the text is not what {@link formatPair} writes. */
export function parsePair(text: string): Pair | undefined {
  const [, version, deployment] = /^(\d+|\$LATEST)@(\w+)$/.exec(text) ?? [];
  return version === undefined || deployment === undefined ? undefined : { version, deployment };
}
