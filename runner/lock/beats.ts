/**
 * Only one release at a time may write. The lock is an alias that serves nobody, `RELEASE`: its
 * description names the holder, and every change of it is conditional on its revision, so that it
 * needs no clock and no store of its own. The holder changes it every few seconds; one that does
 * not change it for three beats was killed, and is taken over. So the lock is leased until shortly
 * before that: a beat that fails is tried again, and a holder stops when none came through by then.
 */
export const beatMs = 5_000;
export const beatsUntilDead = 3;
/** What is under way when the lease ends has this long to end, too. */
const marginMs = 3_000;
export const leaseMs = beatsUntilDead * beatMs - marginMs;
