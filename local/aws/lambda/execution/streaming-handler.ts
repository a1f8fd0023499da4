import { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';

import type { HandlerContext } from './callback-handler.ts';

/** What is answered as it is, not as JSON. */
export class RawAnswer {
  readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }
}

type StreamingHandler = (event: unknown, stream: Writable, context: HandlerContext) => unknown;

const streaming = new WeakSet<StreamingHandler>();

class ResponseStream extends Writable {
  readonly #chunks: Buffer[] = [];

  constructor() {
    super({
      write: (chunk: Buffer, _encoding, done) => {
        this.#chunks.push(chunk);
        done();
      },
    });
  }

  /** For whoever reads a stream; the answer of Invoke has no type. */
  setContentType(): void {
    return undefined;
  }

  bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }
}

/** The `awslambda` that Lambda's Node.js runtimes give a function as a global. */
export const awslambda = {
  streamifyResponse: (handler: StreamingHandler): StreamingHandler => {
    streaming.add(handler);
    return handler;
  },
  HttpResponseStream: {
    /** Status and headers come first, with eight zero bytes after them. */
    from: (stream: Writable, prelude: unknown): Writable => {
      stream.write(JSON.stringify(prelude));
      stream.write(new Uint8Array(8));
      return stream;
    },
  },
};

export function isStreaming(handler: unknown): handler is StreamingHandler {
  return typeof handler === 'function' && streaming.has(handler as StreamingHandler);
}

/** A handler that streams, as Invoke calls it: answered whole, once the handler is done and its stream has ended. */
export function bufferedHandler(
  handler: StreamingHandler,
): (event: unknown, context: HandlerContext) => Promise<RawAnswer> {
  return async (event, context) => {
    const stream = new ResponseStream();
    const ended = finished(stream, { readable: false });
    await Promise.all([handler(event, stream, context), ended]);
    return new RawAnswer(stream.bytes());
  };
}
