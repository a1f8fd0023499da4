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

/** As long as a test may take: what is killed leaves its tier behind, which is to end some day. */
const asLongAsTests = 'setTimeout(()=>0,3e5)';

/** A tier that does not end while a test runs. */
export const endless = `node --eval ${asLongAsTests}`;

/** The same, and green at once where its URL is not the standby stage's. */
export const endlessOnStandby = `node --eval if(process.env.API_URL.endsWith("_standby")){${asLongAsTests}}`;
