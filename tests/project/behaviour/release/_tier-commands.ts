/** Tiers that cost nothing. */
export const green = 'true';
export const red = 'false';

/** An api tier that is red on one target. */
export const redOn = (target: string): string =>
  `node --eval process.exitCode=process.env.API_URL.endsWith("${target}")?1:0`;

/** A lambda tier that invokes the candidate, as every real one does. */
export const invoking = 'node tests/project/behaviour/release/_invoke-process.ts';
