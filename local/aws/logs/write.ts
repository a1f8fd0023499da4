import type { Region } from '../region.ts';
import { newGroup } from './groups.ts';

/**
 * Writes messages, one event each and stamped now, as a service of the embedded AWS does (Lambda, API Gateway).
 * The group and the stream begin to exist when they are missing. Never throws: logging must not fail a request.
 */
export function writeLog(
  region: Region,
  group: string,
  stream: string,
  messages: readonly string[],
): void {
  try {
    const timestamp = region.now();
    region.activity.noteLines({ at: timestamp, region: region.region, group }, messages);
    if (region.state.logs.groups[group] === undefined) {
      region.state.logs.groups[group] = newGroup(group, timestamp);
      region.save().catch(report);
    }
    const events = messages.map((message) => ({ timestamp, message }));
    region.logs.append(group, stream, events, timestamp);
  } catch (error) {
    report(error);
  }
}

function report(error: unknown): void {
  process.stderr.write(`The embedded AWS could not write a log: ${String(error)}\n`);
}
