import { format } from 'node:util';

import { send } from './channel.ts';
import { frameKind } from './frames.ts';

const levels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const;
type Level = (typeof levels)[number];

/** What a log line is written for. */
export interface LogSettings {
  readonly format: 'Text' | 'JSON';
  /** Lines below it are dropped. */
  readonly level: string;
  /** Of the invocation under way. */
  requestId(): string | undefined;
}

/**
 * Sends what the handler logs to the server, one event for each call: `console` in the form of
 * Lambda's Node.js runtime, and direct writes to stdout and stderr as they are.
 */
export function captureOutput(settings: LogSettings): void {
  const lowest = levels.findIndex((level) => level === settings.level);
  const method =
    (level: Level) =>
    (...parts: unknown[]): void => {
      if (levels.indexOf(level) >= lowest) {
        send([frameKind.log, line(settings, level, parts)]);
      }
    };
  Object.assign(console, {
    log: method('INFO'),
    trace: method('TRACE'),
    debug: method('DEBUG'),
    info: method('INFO'),
    warn: method('WARN'),
    error: method('ERROR'),
  });
  captureStream(process.stdout);
  captureStream(process.stderr);
}

function line(settings: LogSettings, level: Level, parts: readonly unknown[]): string {
  const timestamp = new Date().toISOString();
  const requestId = settings.requestId();
  if (settings.format === 'JSON') {
    return jsonLine({ timestamp, level, requestId }, parts);
  }
  return `${timestamp}\t${requestId ?? 'undefined'}\t${level}\t${format(...parts)}`;
}

/** A single object stays an object; everything else becomes text. */
function jsonLine(head: Readonly<Record<string, unknown>>, parts: readonly unknown[]): string {
  const [first] = parts;
  const plain =
    parts.length === 1 && typeof first === 'object' && first !== null && !(first instanceof Error);
  try {
    return JSON.stringify({ ...head, message: plain ? first : format(...parts) });
  } catch {
    return JSON.stringify({ ...head, message: format(...parts) });
  }
}

function captureStream(stream: NodeJS.WriteStream): void {
  const write = (
    chunk: string | Uint8Array,
    encoding?: BufferEncoding | ((error?: Error | null) => void),
    done?: (error?: Error | null) => void,
  ): boolean => {
    const callback = typeof encoding === 'function' ? encoding : done;
    const bytes =
      typeof chunk === 'string'
        ? Buffer.from(chunk, typeof encoding === 'string' ? encoding : 'utf8')
        : Buffer.from(chunk);
    send([frameKind.log, bytes]);
    if (callback !== undefined) {
      process.nextTick(callback);
    }
    return true;
  };
  Object.assign(stream, { write });
}
