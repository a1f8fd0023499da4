import { writeLog } from '../../logs/write.ts';
import type { Region } from '../../region.ts';

interface Batch {
  readonly group: string;
  readonly stream: string;
  readonly messages: string[];
}

/** What is to be written of each region, by group and stream. */
const pending = new Map<Region, Map<string, Batch>>();

/**
 * Appends to a log stream after this turn of the event loop, with all that other requests log
 * meanwhile, so that requests do not wait for their logs.
 */
export function logLater(
  region: Region,
  group: string,
  stream: string,
  messages: readonly string[],
): void {
  if (messages.length === 0) {
    return;
  }
  if (pending.size === 0) {
    setImmediate(writeBatches);
  }
  const batches = pending.get(region) ?? new Map<string, Batch>();
  pending.set(region, batches);
  const key = `${group}\n${stream}`;
  const batch = batches.get(key) ?? { group, stream, messages: [] };
  batches.set(key, batch);
  batch.messages.push(...messages);
}

function writeBatches(): void {
  const regions = [...pending];
  pending.clear();
  for (const [region, batches] of regions) {
    for (const { group, stream, messages } of batches.values()) {
      writeLog(region, group, stream, messages);
    }
  }
}
