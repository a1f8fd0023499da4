import { createHash } from 'node:crypto';
import type { MethodSetting, RestApi, Stage } from '../../apigateway/state.ts';
import type { Region } from '../../region.ts';
import { logLater } from './log-batch.ts';

/** CloudWatch's limit for a line of API Gateway's execution logs, in characters. */
const maxLine = 1024;

const streamNames = new Map<string, string>();

type Level = 'error' | 'info' | 'trace';

/** The execution log of one request: kept until it is known how much of it the method logs. */
export class ExecutionLog {
  readonly #lines: { readonly level: Level; readonly text: () => string }[] = [];

  /** Logged when the method's level is INFO. */
  info(text: () => string): void {
    this.#lines.push({ level: 'info', text });
  }

  /** Logged when the level is INFO or ERROR. */
  error(text: string): void {
    this.#lines.push({ level: 'error', text: () => text });
  }

  /** Requests' and responses' contents, logged with INFO when data trace is on. */
  trace(text: () => string): void {
    this.#lines.push({ level: 'trace', text });
  }

  /** All lines so far, whatever a method would log of them. */
  lines(): readonly string[] {
    return this.#lines.map(({ text }) => text());
  }

  /** What went wrong, whatever a method would log of it. */
  problems(): readonly string[] {
    return this.#lines.filter(({ level }) => level === 'error').map(({ text }) => text());
  }

  /** Sends what the setting asks for to `API-Gateway-Execution-Logs_API/STAGE`. */
  flush(
    region: Region,
    api: RestApi,
    stage: Stage,
    requestId: string,
    setting: MethodSetting | undefined,
  ): void {
    const level = setting?.loggingLevel ?? 'OFF';
    if (level === 'OFF') {
      return;
    }
    const wanted = this.#lines.filter(
      (line) =>
        line.level === 'error' ||
        (level === 'INFO' && (line.level === 'info' || setting?.dataTraceEnabled === true)),
    );
    logLater(
      region,
      `API-Gateway-Execution-Logs_${api.id}/${stage.stageName}`,
      streamName('execution', api.id, stage.stageName),
      wanted.map((line) => cut(`(${requestId}) ${line.text()}`)),
    );
  }
}

/** A map in the notation of the execution log: `{name=x}`. */
export function logMap(entries: Iterable<readonly [string, unknown]>): string {
  return `{${[...entries].map(([name, value]) => `${name}=${String(value)}`).join(', ')}}`;
}

/** AWS writes to many streams with names of 32 hexadecimal digits; here a stage has one of each kind. */
export function streamName(kind: 'execution' | 'access', apiId: string, stageName: string): string {
  const key = `${kind}/${apiId}/${stageName}`;
  let name = streamNames.get(key);
  if (name === undefined) {
    name = createHash('sha256').update(key).digest('hex').slice(0, 32);
    streamNames.set(key, name);
  }
  return name;
}

function cut(line: string): string {
  return line.length <= maxLine ? line : `${line.slice(0, maxLine)} [TRUNCATED]`;
}
