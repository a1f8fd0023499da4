/** Tiers that cost nothing. */
export const green = 'true';
export const red = 'false';

/** An api tier that is red on one target. */
export const redOn = (target: string): string =>
  `node --eval process.exitCode=process.env.API_URL.endsWith("${target}")?1:0`;
