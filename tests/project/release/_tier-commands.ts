/** Tiers that cost nothing. */
export const green = 'node --eval 0';
export const red = 'node --eval process.exitCode=1';
