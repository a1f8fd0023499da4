import { executeApiPrefix } from '../execute-api/stage-path.ts';
import type { Region } from '../region.ts';
import type { HealthCheckConfig } from './state.ts';

/** What a health check found. */
export interface Observation {
  readonly isHealthy: boolean;
  /** As Route 53 reports it: `Success: HTTP Status Code 200, OK`. */
  readonly reason: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

interface Asked {
  /** Another object once the check was changed. */
  readonly config: HealthCheckConfig;
  readonly startedAt: number;
  readonly found: Promise<Observation>;
}

/** By which requests of checkers are known, which no health keeps from anywhere. */
export const checkerAgent = 'Amazon-Route53-Health-Check-Service';

/** How long a checker waits: four seconds for the connection and two for the answer. */
const timeoutMs = 6000;

/**
 * The health checks of one embedded AWS, of all accounts. Each is a request to the data plane, made when somebody
 * asks, and what it found is kept for those who take an older answer.
 */
export class HealthChecks {
  readonly #last = new Map<string, Asked>();

  /**
   * @param region of the account that has the check
   * @param maxAgeMs how old an answer may be; left out, it is made now
   * @returns of a check that was deleted, a healthy one: Route 53 says nothing of it
   */
  async observe(region: Region, id: string, maxAgeMs = 0): Promise<Observation> {
    const config = region.state.route53.healthChecks[id]?.config;
    if (config === undefined) {
      return { isHealthy: true, reason: 'The health check is gone', at: Date.now() };
    }
    const found = await this.#find(region, id, config, maxAgeMs);
    return { ...found, isHealthy: found.isHealthy !== config.inverted };
  }

  #find(
    region: Region,
    id: string,
    config: HealthCheckConfig,
    maxAgeMs: number,
  ): Promise<Observation> | Observation {
    if (config.disabled) {
      return { isHealthy: true, reason: 'The health check is disabled', at: Date.now() };
    }
    if (config.type === 'CALCULATED') {
      return this.#calculate(region, config, maxAgeMs);
    }
    const last = this.#last.get(id);
    if (last?.config === config && Date.now() - last.startedAt < maxAgeMs) {
      return last.found;
    }
    const asked = { config, startedAt: Date.now(), found: ask(region.endpoint, config) };
    this.#last.set(id, asked);
    return asked.found;
  }

  async #calculate(
    region: Region,
    { children, healthThreshold = 0 }: HealthCheckConfig,
    maxAgeMs: number,
  ): Promise<Observation> {
    const found = await Promise.all(children.map((id) => this.observe(region, id, maxAgeMs)));
    const healthy = found.filter(({ isHealthy }) => isHealthy).length;
    return {
      isHealthy: healthy >= healthThreshold,
      reason: `${String(healthy)} of ${String(children.length)} are healthy, ${String(healthThreshold)} have to be`,
      at: Date.now(),
    };
  }
}

async function ask(
  endpoint: string,
  { name = '', path = '' }: HealthCheckConfig,
): Promise<Observation> {
  try {
    const { status, statusText, body } = await fetch(`${endpoint}${pathOf(name, path)}`, {
      headers: { 'user-agent': checkerAgent },
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    await body?.cancel();
    const isHealthy = status >= 200 && status < 400;
    const verdict = isHealthy ? 'Success' : 'Failure';
    const reason = `${verdict}: HTTP Status Code ${String(status)}, ${statusText}`;
    return { isHealthy, reason, at: Date.now() };
  } catch {
    const reason = 'Failure: The health checker could not establish a connection to the endpoint.';
    return { isHealthy: false, reason, at: Date.now() };
  }
}

/** Where the embedded AWS answers for a host: a domain, or an API by the name that AWS gives it. */
function pathOf(name: string, path: string): string {
  const [, api] = /^([a-z0-9]+)\.execute-api\.[a-z0-9-]+\.amazonaws\.com\.?$/i.exec(name) ?? [];
  const below = path.startsWith('/') ? path : `/${path}`;
  return api === undefined
    ? `/_aws/domains/${name.replace(/\.$/, '')}${below}`
    : `${executeApiPrefix}${api}${below}`;
}
