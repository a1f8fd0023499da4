import { randomBytes } from 'node:crypto';

/** An `X-Amzn-Trace-Id` with all its parts: those that were given, and new ones for the others. */
export function completeTraceId(given = '', nowMs: number): string {
  const parts = given.split(';').filter((part) => part.includes('='));
  const has = (name: string) => parts.some((part) => part.trim().startsWith(`${name}=`));
  const seconds = Math.floor(nowMs / 1000).toString(16);
  const own = {
    Root: () => `1-${seconds}-${randomBytes(12).toString('hex')}`,
    Parent: () => randomBytes(8).toString('hex'),
    Sampled: () => '0',
  };
  const missing = Object.entries(own)
    .filter(([name]) => !has(name))
    .map(([name, make]) => `${name}=${make()}`);
  return (has('Root') ? [...parts, ...missing] : [...missing, ...parts]).join(';');
}
