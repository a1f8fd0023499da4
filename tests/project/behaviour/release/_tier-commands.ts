/** Tiers that cost nothing. */
export const green = 'true';
export const red = 'false';

/** An api tier that is red on one target. */
export const redOn = (target: string): string =>
  `node --eval process.exitCode=process.env.API_URL.endsWith("${target}")?1:0`;

/** An api tier that is red on one target of one region. */
export const redIn = (region: string, target: string): string =>
  `node --eval process.exitCode=process.env.TARGET+process.env.AWS_REGION==="${target}${region}"?1:0`;

/** A lambda tier that invokes the candidate, as every real one does. */
export const invoking = 'node tests/project/behaviour/release/_invoke-process.ts';
