/** What a handler's process runs: it loads the handler, then answers one event after the other. */
import { flushCompileCache } from 'node:module';
import { send, receive } from './channel.ts';
import { frameKind, type Frame } from './frames.ts';
import { errorAnswer, errorLogText, RuntimeError } from './handler-errors.ts';
import { captureOutput } from './handler-console.ts';
import type { HandlerContext } from './callback-handler.ts';
import { loadHandler, type Handler } from './handler-loader.ts';
import { RawAnswer } from './streaming-handler.ts';

const environment = process.env;
delete environment.NODE_COMPILE_CACHE;

let requestId: string | undefined;

captureOutput({
  format: environment.AWS_LAMBDA_LOG_FORMAT === 'JSON' ? 'JSON' : 'Text',
  level: environment.AWS_LAMBDA_LOG_LEVEL ?? 'TRACE',
  requestId: () => requestId,
});
process.on('uncaughtException', (error) => {
  fail('Uncaught Exception', error);
});
process.on('unhandledRejection', (reason) => {
  const message = reason instanceof Error ? reason.toString() : String(reason);
  fail(
    'Unhandled Promise Rejection',
    new RuntimeError('Runtime.UnhandledPromiseRejection', message),
  );
});

/** The process is of no use any more: the answer is the error, and Lambda starts another. */
function fail(title: string, error: unknown): never {
  console.error(`${title} \t${errorLogText(error)}`);
  send([frameKind.fatal, JSON.stringify(errorAnswer(error))]);
  process.exit(129);
}

// It is killed in the end, which writes nothing; compiled anew, this file costs three times Node's own start.
flushCompileCache();

try {
  const handler = await loadHandler(process.cwd(), environment._HANDLER ?? '');
  serve(handler);
  send([frameKind.ready, '']);
} catch (error) {
  fail('Uncaught Exception', error);
}

function serve(handler: Handler): void {
  let context: unknown;
  receive((frame: Frame) => {
    if (frame.kind === frameKind.context) {
      context = JSON.parse(frame.body.toString('utf8'));
    } else if (frame.kind === frameKind.event) {
      void answer(handler, contextObject(context), frame.body);
    }
  });
}

async function answer(handler: Handler, context: HandlerContext, event: Buffer): Promise<void> {
  try {
    const result = await handler(parseEvent(event), context);
    finish(frameKind.result, serialize(result));
  } catch (error) {
    console.error(`Invoke Error \t${errorLogText(error)}`);
    finish(frameKind.error, JSON.stringify(errorAnswer(error)));
  }
}

function finish(kind: number, body: string | Buffer): void {
  const memory = String(process.resourceUsage().maxRSS);
  send([frameKind.memory, memory], [kind, body]);
}

function parseEvent(event: Buffer): unknown {
  return event.length === 0 ? {} : JSON.parse(event.toString('utf8'));
}

function serialize(result: unknown): string | Buffer {
  if (result instanceof RawAnswer) {
    return result.bytes;
  }
  try {
    const text: unknown = JSON.stringify(result);
    return typeof text === 'string' ? text : 'null';
  } catch (error) {
    throw new Error('Unable to stringify response body', { cause: error });
  }
}

/** The second argument of a handler (AWS, "Using the Lambda context object in Node.js"). */
function contextObject(sent: unknown): HandlerContext {
  const members = typeof sent === 'object' && sent !== null ? sent : {};
  const text = (name: string): string | undefined => {
    const value: unknown = Reflect.get(members, name);
    return typeof value === 'string' ? value : undefined;
  };
  requestId = text('awsRequestId');
  environment._X_AMZN_TRACE_ID = text('traceId');
  const clientContext = text('clientContext');
  const deadlineMs: unknown = Reflect.get(members, 'deadlineMs');
  const deadline = typeof deadlineMs === 'number' ? deadlineMs : 0;
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionVersion: environment.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: environment.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: environment.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: environment.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: environment.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: clientContext === undefined ? undefined : JSON.parse(clientContext),
    identity: undefined,
    invokedFunctionArn: text('invokedFunctionArn'),
    awsRequestId: requestId,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}
