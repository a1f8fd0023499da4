import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

import { splitStagePath } from './data-plane.ts';
import { domainRequestOf, stageOfDomain, type CalledStage } from './domain-request.ts';
import { executeApiPrefix } from './execute-api/stage-path.ts';
import { splitTarget } from './http.ts';
import type { Region } from './region.ts';
import type { Regions } from './regions.ts';
import { checkerAgent } from './route53/health.ts';
import { clientIn } from './route53/places.ts';
import { resolve, type HealthOf } from './route53/resolve.ts';
import { regionOfTarget } from './route53/target.ts';

/** Says in which region the client of a domain is, where several regions have it; no stage gets it. */
const fromHeader = 'x-local-from';

/** Where a client is that does not say it. */
const usualRegion = 'eu-west-1';

/** How old the health may be by which a domain answers. */
const healthMs = 1000;

export const isFromHeader = (name: string): boolean => name.toLowerCase() === fromHeader;

/** The stage that a request is to; undefined when it is to the control plane. */
export async function calledStage(
  regions: Regions,
  { url = '/', headers }: IncomingMessage,
): Promise<CalledStage | undefined> {
  const { rawPath } = splitTarget(url);
  if (rawPath.startsWith(executeApiPrefix)) {
    return splitStagePath(rawPath);
  }
  const isDomain = (name: string): boolean => regions.ofDomain(name).length > 0;
  const asked = domainRequestOf(headers.host ?? '', rawPath, isDomain);
  if (asked === undefined) {
    return undefined;
  }
  const region = await regionOf(regions, asked.name, headers);
  const domain = region?.state.apigateway.domainNames[asked.name];
  const nowhere = { apiId: '', stageName: '', rawPath };
  return domain === undefined ? nowhere : (stageOfDomain(domain, asked.path, rawPath) ?? nowhere);
}

/**
 * The region that answers at a domain. One alone answers whatever records say, as a client would be that connects to
 * the name that API Gateway gave it; of several, the records decide, and without any the first one answers.
 */
async function regionOf(
  regions: Regions,
  name: string,
  headers: IncomingHttpHeaders,
): Promise<Region | undefined> {
  const having = regions.ofDomain(name);
  const given = headers[fromHeader];
  const from = clientIn(typeof given === 'string' ? given : usualRegion) ?? clientIn(usualRegion);
  if (having.length < 2 || from === undefined) {
    return having[0];
  }
  const question = { name, type: 'A', from, draw: Math.random() };
  const found = await resolve(regions.all(), question, healthFor(headers));
  return found === undefined ? having[0] : regionOfTarget(having, found);
}

/** A checker goes where it is sent: what it finds must not hang on what it found. */
function healthFor(headers: IncomingHttpHeaders): HealthOf {
  return headers['user-agent'] === checkerAgent
    ? () => Promise.resolve(true)
    : async (region, id) => (await region.health.observe(region, id, healthMs)).isHealthy;
}
