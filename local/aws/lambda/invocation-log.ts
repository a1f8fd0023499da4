import type { Answer } from './invocation-answer.ts';
import type { Execution } from './execution/handler-process.ts';
import type { FunctionConfiguration } from './state.ts';

/** What the lines about an invocation are made of. */
export interface InvocationFacts {
  readonly requestId: string;
  readonly version: string;
  readonly configuration: FunctionConfiguration;
  readonly execution: Execution;
  readonly answer: Answer;
}

/** The log of one invocation: what Lambda writes around it, and what the handler wrote, in order. */
export function invocationLog(facts: InvocationFacts): string[] {
  const { execution, answer, configuration } = facts;
  const [start, ...ends] =
    configuration.logging.format === 'JSON' ? jsonFrame(facts) : textFrame(facts);
  return [
    ...execution.initLog,
    ...(start === undefined ? [] : [start]),
    ...execution.log,
    ...answer.log,
    ...ends,
  ];
}

/** Base64 of the last 4 KB of a log, as `X-Amz-Log-Result` gives it. */
export function logTail(lines: readonly string[]): string {
  const text = lines.map((line) => `${line}\n`).join('');
  const bytes = Buffer.from(text.slice(-tailBytes));
  return bytes.subarray(Math.max(0, bytes.length - tailBytes)).toString('base64');
}

const tailBytes = 4096;

function textFrame(facts: InvocationFacts): string[] {
  const { requestId, version, configuration, execution, answer } = facts;
  const report = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${execution.durationMs.toFixed(2)} ms`,
    `Billed Duration: ${String(Math.ceil(execution.durationMs))} ms`,
    `Memory Size: ${String(configuration.memorySize)} MB`,
    `Max Memory Used: ${String(megabytes(execution))} MB`,
  ];
  if (execution.initDurationMs !== undefined) {
    report.push(`Init Duration: ${execution.initDurationMs.toFixed(2)} ms`);
  }
  if (answer.status === 'timeout') {
    report.push('Status: timeout');
  }
  return [
    `START RequestId: ${requestId} Version: ${version}`,
    `END RequestId: ${requestId}`,
    `${report.join('\t')}\t`,
  ];
}

/** Platform events of the JSON log format; the level `WARN` leaves out those about success. */
function jsonFrame({
  requestId,
  version,
  configuration,
  execution,
  answer,
}: InvocationFacts): string[] {
  if (configuration.logging.systemLevel === 'WARN' && answer.status === 'success') {
    return [];
  }
  const time = new Date().toISOString();
  const metrics = {
    durationMs: Number(execution.durationMs.toFixed(3)),
    billedDurationMs: Math.ceil(execution.durationMs),
    memorySizeMB: configuration.memorySize,
    maxMemoryUsedMB: megabytes(execution),
    ...(execution.initDurationMs !== undefined && {
      initDurationMs: Number(execution.initDurationMs.toFixed(3)),
    }),
  };
  const { status } = answer;
  const event = (type: string, record: Readonly<Record<string, unknown>>) =>
    JSON.stringify({ time, type, record });
  return [
    event('platform.start', { requestId, version }),
    event('platform.report', { requestId, metrics, status }),
  ];
}

function megabytes({ memoryKb }: Execution): number {
  return Math.ceil(memoryKb / 1024);
}
