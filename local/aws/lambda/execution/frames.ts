/**
 * The messages between the server and a handler's process: a kind (one byte), a length (four bytes,
 * big-endian) and that many bytes. They have pipes of their own, since stdout and stderr are logs.
 */
export const frameKind = {
  /** Server to process, JSON: what the context object is made of. Followed by `event`. */
  context: 1,
  /** Server to process: the payload. */
  event: 2,
  /** Process to server: the handler is loaded. */
  ready: 10,
  /** A piece of log output, UTF-8. */
  log: 11,
  /** Peak memory in KiB, in decimal digits. */
  memory: 12,
  /** The handler's answer, JSON. */
  result: 13,
  /** The handler threw: `{ errorType, errorMessage, trace }`. */
  error: 14,
  /** As `error`, and the process ends: loading failed, or something was thrown outside the handler. */
  fatal: 15,
} as const;

export interface Frame {
  readonly kind: number;
  readonly body: Buffer;
}

const headerSize = 5;

/** One frame, ready to be written. */
export function encodeFrame(kind: number, body: Buffer | string): Buffer {
  const length = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
  const frame = Buffer.allocUnsafe(headerSize + length);
  frame.writeUInt8(kind, 0);
  frame.writeUInt32BE(length, 1);
  if (typeof body === 'string') {
    frame.write(body, headerSize);
  } else {
    body.copy(frame, headerSize);
  }
  return frame;
}

/** Puts frames together again from the chunks that a pipe delivers. */
export class FrameReader {
  #chunks: Buffer[] = [];
  #size = 0;
  /** Bytes that have to be there before another look is worth while. */
  #needed = headerSize;

  /** Takes a chunk and returns the frames that it completes, in order. */
  push(chunk: Buffer): Frame[] {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    if (this.#size < this.#needed) {
      return [];
    }
    const data = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks);
    const { frames, rest } = this.#split(data);
    this.#chunks = rest.length > 0 ? [rest] : [];
    this.#size = rest.length;
    return frames;
  }

  #split(data: Buffer): { readonly frames: Frame[]; readonly rest: Buffer } {
    const frames: Frame[] = [];
    let offset = 0;
    this.#needed = headerSize;
    while (data.length - offset >= headerSize) {
      const end = offset + headerSize + data.readUInt32BE(offset + 1);
      if (end > data.length) {
        this.#needed = end - offset;
        break;
      }
      frames.push({ kind: data.readUInt8(offset), body: data.subarray(offset + headerSize, end) });
      offset = end;
    }
    return { frames, rest: data.subarray(offset) };
  }
}
