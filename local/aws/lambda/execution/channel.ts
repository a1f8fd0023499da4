import { writeSync } from 'node:fs';
import { Socket } from 'node:net';

import { encodeFrame, FrameReader, type Frame } from './frames.ts';

/** File descriptors of a handler's process, beside the three that every process has. */
const descriptors = { fromServer: 3, toServer: 4 } as const;

/**
 * Sends frames to the server, synchronously: what was sent before a process ends has arrived, and
 * log lines stay before the answer that follows them.
 */
export function send(...frames: readonly (readonly [kind: number, body: Buffer | string])[]): void {
  const data = Buffer.concat(frames.map(([kind, body]) => encodeFrame(kind, body)));
  for (let written = 0; written < data.length;) {
    written += writeSome(data, written);
  }
}

function writeSome(data: Buffer, offset: number): number {
  try {
    return writeSync(descriptors.toServer, data, offset);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) {
      throw error;
    }
    Atomics.wait(pause, 0, 0, 1);
    return 0;
  }
}

const pause = new Int32Array(new SharedArrayBuffer(4));

let fromServer: Socket | undefined;

/** Whether waiting for the server keeps the process's event loop from being empty. */
export function holdOpen(hold: boolean): void {
  if (hold) {
    fromServer?.ref();
  } else {
    fromServer?.unref();
  }
}

/** Calls back for every frame from the server; the process ends when the server is gone. */
export function receive(onFrame: (frame: Frame) => void): void {
  const reader = new FrameReader();
  const socket = new Socket({ fd: descriptors.fromServer, readable: true, writable: false });
  fromServer = socket;
  socket.on('data', (chunk: Buffer) => {
    for (const frame of reader.push(chunk)) {
      onFrame(frame);
    }
  });
  socket.on('error', end);
  socket.on('close', end);
}

function end(): void {
  const ownGroup = 0;
  process.kill(ownGroup, 'SIGKILL');
}
