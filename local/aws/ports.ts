import { randomInt } from 'node:crypto';

/**
 * Ports to try for an endpoint that will keep its port. They are below what operating systems hand
 * out to outgoing connections, so that no other program gets the port by chance later.
 */
export function candidatePorts(count = 20): number[] {
  return Array.from({ length: count }, () => randomInt(20_000, 30_000));
}
