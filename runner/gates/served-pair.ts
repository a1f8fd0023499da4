import type { Pair } from '../traffic/pair.ts';

/** Response headers of the API, mapped in `infra/openapi.yaml`. */
const versionHeader = 'x-lambda-version';
const deploymentHeader = 'x-api-deployment';

/** For messages. */
export const pairHeaders = `${versionHeader} and ${deploymentHeader}`;

/** @returns the pair that an answer names; undefined when the gateway itself answered, and names none. */
export function readServedPair(headers: Headers): Pair | undefined {
  const version = headers.get(versionHeader);
  const deployment = headers.get(deploymentHeader);
  return version === null || deployment === null ? undefined : { version, deployment };
}
