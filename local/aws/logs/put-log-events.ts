import { z } from 'zod';
import type { RpcOperation } from '../operation.ts';
import { defineLogs, invalidParameter } from './errors.ts';
import * as field from './fields.ts';
import { expiry } from './groups.ts';
import { requireGroup, requireStream } from './lookup.ts';

const maxBatchBytes = 1_048_576;
const bytesPerEvent = 26;
const msPerHour = 3_600_000;
const maxSpanMs = 24 * msPerHour;
const maxAgeMs = 14 * 24 * msPerHour;
const maxAheadMs = 2 * msPerHour;

interface InputEvent {
  readonly timestamp: number;
  readonly message: string;
}

/**
 * Sequence tokens are accepted and ignored, as AWS does since 2023. Limits are those of the API reference.
 * The log store makes the events durable itself, so the operation does not write the state.
 */
const putLogEvents = defineLogs({
  name: 'PutLogEvents',
  writes: false,
  input: z.object({
    logGroupName: field.groupName,
    logStreamName: field.streamName,
    sequenceToken: z.string().optional(),
    logEvents: z
      .array(z.object({ timestamp: field.time, message: z.string().min(1) }))
      .min(1)
      .max(10_000),
  }),
  run: (input, region) => {
    const group = requireGroup(region, input.logGroupName);
    requireStream(region, group, input.logStreamName);
    verifyBatch(input.logEvents);
    const rejected = findRejected(input.logEvents, region.now(), expiry(region, group));
    const accepted = input.logEvents.slice(rejected.before, rejected.from);
    region.logs.append(group.name, input.logStreamName, accepted, region.now());
    region.logs.flush();
    return {
      nextSequenceToken: String(region.now()),
      ...(Object.keys(rejected.info).length === 0 ? {} : { rejectedLogEventsInfo: rejected.info }),
    };
  },
});

function verifyBatch(events: readonly InputEvent[]): void {
  const bytes = events.reduce(
    (sum, event) => sum + Buffer.byteLength(event.message) + bytesPerEvent,
    0,
  );
  if (bytes > maxBatchBytes) {
    throw invalidParameter(
      `Upload too large: ${String(bytes)} bytes exceeds limit of ${String(maxBatchBytes)}`,
    );
  }
  if (events.some((event, index) => event.timestamp < (events[index - 1]?.timestamp ?? 0))) {
    throw invalidParameter(
      'Log events in a single PutLogEvents request must be in chronological order.',
    );
  }
  if ((events.at(-1)?.timestamp ?? 0) - (events[0]?.timestamp ?? 0) > maxSpanMs) {
    throw invalidParameter(
      'The batch of log events in a single PutLogEvents request cannot span more than 24 hours.',
    );
  }
}

/** Which events of a sorted batch AWS drops: those before index `before`, and `from` index `from` on. */
function findRejected(events: readonly InputEvent[], now: number, expiredBefore: number) {
  const count = (isIn: (timestamp: number) => boolean): number =>
    events.filter((event) => isIn(event.timestamp)).length;
  const tooOld = count((timestamp) => timestamp < now - maxAgeMs);
  const expired = count((timestamp) => timestamp < expiredBefore);
  const tooNew = count((timestamp) => timestamp > now + maxAheadMs);
  return {
    before: Math.max(tooOld, expired),
    from: events.length - tooNew,
    info: {
      ...(tooOld > 0 ? { tooOldLogEventEndIndex: tooOld } : {}),
      ...(expired > 0 ? { expiredLogEventEndIndex: expired } : {}),
      ...(tooNew > 0 ? { tooNewLogEventStartIndex: events.length - tooNew } : {}),
    },
  };
}

export const putLogEventsOperations: readonly RpcOperation[] = [putLogEvents];
