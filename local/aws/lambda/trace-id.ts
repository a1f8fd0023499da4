import { randomHex } from '../random-hex.ts';

/**
 * An `X-Amzn-Trace-Id` with all its parts: those that were given, and new ones for the others.
 *
 * @param isTracing of the function, by its `TracingConfig`: it then samples what nobody decided on. AWS samples
 *   the first of these in each second, and one of twenty of the others.
 */
export function completeTraceId(given = '', nowMs: number, isTracing = false): string {
  const parts = given.split(';').filter((part) => part.includes('='));
  const has = (name: string) => parts.some((part) => part.trim().startsWith(`${name}=`));
  const seconds = Math.floor(nowMs / 1000).toString(16);
  const own = {
    Root: () => `1-${seconds}-${randomHex(24)}`,
    Parent: () => randomHex(16),
    Sampled: () => (isTracing ? '1' : '0'),
  };
  const missing = Object.entries(own)
    .filter(([name]) => !has(name))
    .map(([name, make]) => `${name}=${make()}`);
  return (has('Root') ? [...parts, ...missing] : [...missing, ...parts]).join(';');
}
