import {
  CreateLogStreamCommand,
  PutLogEventsCommand,
  paginateDescribeLogStreams,
  GetLogEventsCommand,
  type CloudWatchLogsClient,
  type OutputLogEvent,
} from '@aws-sdk/client-cloudwatch-logs';
import { z } from 'zod';
import { releaseLogGroup } from '../../stack/names.ts';
import { isAwsError } from '../aws/aws-errors.ts';
import { messageOf } from '../errors.ts';

const startedEvent = z.object({
  event: z.literal('started'),
  release: z.string(),
  kind: z.enum(['release', 'rollback']),
  /** Of the checkout that it was started from; with `-dirty` where files were not committed. */
  commit: z.string().optional(),
  /** When that was committed, ISO 8601. */
  committedAt: z.string().optional(),
  /** Name of the target that it was approved for, by who started it. */
  approves: z.string().optional(),
  /** ARN of who started it. */
  who: z.string(),
});

const endedEvent = z.object({
  event: z.literal('ended'),
  release: z.string(),
  /** `released`, `rolled back`, …, or a FailureOutcome: `red`. */
  outcome: z.string(),
  /** Exit status of the command. */
  status: z.number().int(),
  /** Of the candidate, or of the pair that a rollback restored; undefined when it came to none. */
  version: z.string().optional(),
  deployment: z.string().optional(),
  /** Of the code of that version: base64 of the bundle's SHA-256, as Lambda tells it. */
  codeSha256: z.string().optional(),
  /** Names of the targets that serve it now. */
  targets: z.array(z.string()),
  /** Names of the targets that were put back. */
  putBack: z.array(z.string()),
  /** Names of the alarms that `--ignore-alarms` left out. */
  ignoredAlarms: z.array(z.string()).optional(),
  /** Regions that `--skip-region` left out. */
  skipped: z.array(z.string()).optional(),
});

export type Started = Omit<z.infer<typeof startedEvent>, 'event'>;
export type Ended = Omit<z.infer<typeof endedEvent>, 'event'>;

/** A release or rollback as the log tells it. */
export interface ReleaseRecord {
  readonly release: string;
  /** Undefined when that was not written, or has expired. */
  readonly started: (Started & { readonly at: Date }) | undefined;
  /** Undefined when it was killed, or is running. */
  readonly ended: (Ended & { readonly at: Date }) | undefined;
}

const writeTimeoutMs = 10_000;

/**
 * Writes what `history` shows: two events for each release or rollback that took the lock, into a
 * log group that the program provisions, one stream a month. It never throws: a release does not
 * fail because its record does.
 */
export class ReleaseLog {
  readonly #logs: CloudWatchLogsClient;
  readonly #logGroupName: string;
  readonly #warn: (text: string) => void;
  #last = Promise.resolve();
  #record: Pick<ReleaseRecord, 'started' | 'ended'> = { started: undefined, ended: undefined };

  constructor(
    logs: CloudWatchLogsClient,
    functionName: string,
    /** Tells the person what could not be written. */
    warn: (text: string) => void,
  ) {
    this.#logs = logs;
    this.#logGroupName = releaseLogGroup(functionName);
    this.#warn = warn;
  }

  /** Begins to write, and lets the release go on meanwhile. */
  started(makeEntry: () => Promise<Started>): void {
    const at = new Date();
    this.#append(async () => {
      const started = await makeEntry();
      this.#record = { ...this.#record, started: { ...started, at } };
      await this.#write(at, { event: 'started', ...started });
    });
  }

  /**
   * Writes the end.
   *
   * @returns when everything is written, or was given up: what the log then has of this run.
   */
  async ended(entry: Ended): Promise<ReleaseRecord> {
    const at = new Date();
    this.#record = { ...this.#record, ended: { ...entry, at } };
    this.#append(() => this.#write(at, { event: 'ended', ...entry }));
    await this.#last;
    return { release: entry.release, ...this.#record };
  }

  #append(write: () => Promise<void>): void {
    this.#last = this.#last.then(write).catch((error: unknown) => {
      const problem = messageOf(error);
      this.#warn(`This could not be written into the history (${this.#logGroupName}): ${problem}`);
    });
  }

  async #write(at: Date, event: object): Promise<void> {
    const logStreamName = at.toISOString().slice(0, 7).replace('-', '/');
    const stream = { logGroupName: this.#logGroupName, logStreamName };
    const logEvents = [{ timestamp: at.getTime(), message: JSON.stringify(event) }];
    const options = { abortSignal: AbortSignal.timeout(writeTimeoutMs) };
    const put = () => this.#logs.send(new PutLogEventsCommand({ ...stream, logEvents }), options);
    const { rejectedLogEventsInfo } = await put().catch(async (error: unknown) => {
      if (!isAwsError(error, 'ResourceNotFoundException')) {
        throw error;
      }
      await this.#createStream(stream, options);
      return put();
    });
    if (Object.keys(rejectedLogEventsInfo ?? {}).length > 0) {
      throw new Error(
        `CloudWatch Logs rejects its time, ${at.toISOString()}; check the clock of this machine`,
      );
    }
  }

  async #createStream(
    stream: { readonly logGroupName: string; readonly logStreamName: string },
    options: { readonly abortSignal: AbortSignal },
  ): Promise<void> {
    await this.#logs.send(new CreateLogStreamCommand(stream), options).catch((error: unknown) => {
      if (!isAwsError(error, 'ResourceAlreadyExistsException')) {
        throw error;
      }
    });
  }
}

/**
 * Reads the log, newest first, and no more of it than is asked for.
 *
 * @returns nothing where the log group does not exist yet.
 */
export async function* readReleaseLog(
  logs: CloudWatchLogsClient,
  functionName: string,
): AsyncGenerator<ReleaseRecord> {
  const ends = new Map<string, ReleaseRecord['ended']>();
  // An event is there twice when the answer to its first writing was lost.
  const told = new Set<string>();
  for await (const { timestamp, message } of eventsNewestFirst(logs, functionName)) {
    const event = parseEvent(message);
    if (event === undefined || told.has(event.release)) {
      continue;
    }
    const at = new Date(timestamp ?? 0);
    const { release } = event;
    if (event.event === 'ended') {
      ends.set(release, { ...event, at });
    } else {
      yield { release, started: { ...event, at }, ended: ends.get(release) };
      ends.delete(release);
      told.add(release);
    }
  }
  for (const [release, ended] of ends) {
    yield { release, started: undefined, ended };
  }
}

function parseEvent(message: string | undefined) {
  try {
    const event = z.union([startedEvent, endedEvent]).safeParse(JSON.parse(message ?? ''));
    return event.data;
  } catch {
    return undefined;
  }
}

async function* eventsNewestFirst(
  logs: CloudWatchLogsClient,
  functionName: string,
): AsyncGenerator<OutputLogEvent> {
  const logGroupName = releaseLogGroup(functionName);
  const streams = paginateDescribeLogStreams(
    { client: logs },
    { logGroupName, orderBy: 'LogStreamName', descending: true },
  );
  try {
    for await (const { logStreams = [] } of streams) {
      for (const { logStreamName } of logStreams) {
        yield* eventsOfStream(logs, { logGroupName, logStreamName });
      }
    }
  } catch (error) {
    if (!isAwsError(error, 'ResourceNotFoundException')) {
      throw error;
    }
  }
}

/** The last page answers the token that it was asked for; a page before it may be empty. */
async function* eventsOfStream(
  logs: CloudWatchLogsClient,
  stream: { readonly logGroupName: string; readonly logStreamName: string | undefined },
): AsyncGenerator<OutputLogEvent> {
  let nextToken: string | undefined;
  for (;;) {
    const page = await logs.send(
      new GetLogEventsCommand({ ...stream, nextToken, startFromHead: false, limit: 1000 }),
    );
    yield* [...(page.events ?? [])].reverse();
    if (page.nextBackwardToken === undefined || page.nextBackwardToken === nextToken) {
      return;
    }
    nextToken = page.nextBackwardToken;
  }
}
