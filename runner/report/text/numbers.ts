import { formatDuration } from '../table.ts';

/** `12 ms`, `0.413 ms`, `1.24 s`: three digits. */
export function formatMs(ms: number | null): string {
  if (ms === null) {
    return '–';
  }
  return ms >= 1000 ? `${threeDigits(ms / 1000)} s` : `${threeDigits(ms)} ms`;
}

/** `34 ms`, and from a second on `8.4 s`, `2 min 05 s` */
export function formatSpan(ms: number): string {
  return ms < 1000 ? `${String(Math.round(ms))} ms` : formatDuration(ms);
}

const hourMs = 3_600_000;

/** `2.5 d`, `3.4 h`, and what is shorter as the steps of a release; `-` where nothing was measured. */
export function formatLong(ms: number | null): string {
  if (ms === null) {
    return '-';
  }
  const hours = ms / hourMs;
  if (hours >= 48) {
    return `${(hours / 24).toFixed(1)} d`;
  }
  return hours >= 1 ? `${hours.toFixed(1)} h` : formatDuration(ms);
}

/** `2.5 %` of a share of 0.025. */
export function formatShare(share: number): string {
  return `${threeDigits(share * 100)} %`;
}

/** `+2.5 points` of a difference of shares of 0.025. */
export function formatPoints(difference: number): string {
  return `${signed(difference * 100)} points`;
}

/** `+0.41`, `−0.2`, `0` */
export function signed(number: number): string {
  const text = threeDigits(Math.abs(number));
  if (text === '0') {
    return '0';
  }
  return `${number < 0 ? '−' : '+'}${text}`;
}

/** `28.1 kB` */
export function formatBytes(bytes: number): string {
  return bytes < 1024 ** 2
    ? `${(bytes / 1024).toFixed(1)} kB`
    : `${(bytes / 1024 ** 2).toFixed(2)} MB`;
}

/** `p 0.031`, `p 1.2e-7` */
export function formatP(p: number): string {
  return `p ${p < 0.001 ? p.toExponential(1) : p.toPrecision(2)}`;
}

/** `99.94 %`: the level of confidence that leaves this chance on each side. */
export function formatConfidence(level: number): string {
  return `${String(Number(((1 - 2 * level) * 100).toPrecision(5)))} %`;
}

function threeDigits(number: number): string {
  const rounded = Number(number.toPrecision(3));
  return Math.abs(rounded) < 1e-6 ? '0' : String(rounded);
}
