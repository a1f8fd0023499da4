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

const untilLeftAlone = 'p=process.ppid;setInterval(()=>process.ppid===p||process.exit(),500)';

/** Command of a tier that ends only when what runs it does; one that is killed takes no children along. */
export const endless = `node --eval ${untilLeftAlone}`;

/** The same, and green at once where its URL is not the standby stage's. */
export const endlessOnStandby = `node --eval if(process.env.API_URL.endsWith("_standby")){${untilLeftAlone}}`;
