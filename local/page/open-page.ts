import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Credentials } from '../session/credentials.ts';
import { listenAt, readAddress } from './address.ts';
import { beginEvents, sendAnswer } from './answer.ts';
import { Board } from './board.ts';
import { answerMarkup } from './call-section.ts';
import { readCall, sendCall } from './call.ts';
import { renderDocument } from './document.ts';
import { Engine } from './engine.ts';
import { judge } from './guard.ts';
import { replacing } from './part.ts';
import type { Part } from './part.ts';
import { readForm } from './read-form.ts';

export interface PageOptions {
  /** Of the embedded AWS, `http://127.0.0.1:PORT`. */
  readonly url: string;
  readonly credentials: Credentials;
  /** Keeps the page's port and token from one start to the next. */
  readonly addressFile: string;
  /** What the person should know about this session. */
  readonly note?: string;
}

/** A page that is served. */
export interface Page {
  /** With the token that lets in whoever knows it. */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the page of an embedded AWS, on a port of its own, until it is closed. */
export async function openPage(options: PageOptions): Promise<Page> {
  const engine = new Engine(options.url, options.credentials);
  const board = new Board(engine);
  const stop = new AbortController();
  const address = readAddress(options.addressFile);
  const { token } = address;
  const server = createServer((request, response) => {
    const port = request.socket.localPort ?? 0;
    const verdict = judge(request.headers, request.url ?? '/', { port, token });
    if (verdict.kind === 'refused') {
      const { status, message } = verdict;
      sendAnswer(response, status, { type: 'text/plain', body: `${message}\n` });
      return;
    }
    answer({ engine, board, note: options.note ?? '' }, verdict.path, request, response).catch(
      (error: unknown) => {
        fail(response, error);
      },
    );
  });
  const port = await listenAt(server, options.addressFile, address);
  await board.refresh();
  const watching = engine.watch((batch, isFirst) => {
    board.take(batch, isFirst).catch(() => undefined);
  }, stop.signal);
  return {
    url: `http://127.0.0.1:${String(port)}/${token}/`,
    async close() {
      stop.abort();
      server.close();
      server.closeAllConnections();
      await watching;
    },
  };
}

interface Parts {
  readonly engine: Engine;
  readonly board: Board;
  readonly note: string;
}

async function answer(
  parts: Parts,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const route = `${request.method ?? ''} ${path}`;
  switch (route) {
    case 'GET ':
      sendDocument(parts, response);
      return;
    case 'GET events':
      sendEvents(parts.board, response);
      return;
    case 'POST call':
      await answerCall(parts, request, response);
      return;
    default:
      sendAnswer(response, 404, { type: 'text/plain', body: `The page has no ${route}\n` });
  }
}

function sendDocument({ engine, board, note }: Parts, response: ServerResponse): void {
  const nonce = randomBytes(16).toString('base64url');
  sendAnswer(response, 200, {
    type: 'text/html',
    body: renderDocument({ board, endpoint: engine.url, note, nonce }),
    policy: `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; img-src data:; connect-src 'self'; form-action 'self'`,
  });
}

function sendEvents(board: Board, response: ServerResponse): void {
  beginEvents(response);
  const end = board.listen((changed) => {
    response.write(`data: ${JSON.stringify(changed)}\n\n`);
  });
  response.on('close', end);
}

/** The page that is loaded again after a call is to show the request, which is told of a moment later. */
const seenWithinMs = 1000;

async function answerCall(
  { board }: Parts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const call = readCall(await readForm(request), board.apis);
  if (call === undefined) {
    sendAnswer(response, 400, { type: 'text/plain', body: 'There is no such stage or method.\n' });
    return;
  }
  const [newest] = board.requests;
  board.answer = await sendCall(call);
  if (!hasScript(request)) {
    await board.until(() => board.requests[0] !== newest, seenWithinMs);
  }
  done(request, response, 'call', [replacing('answer', answerMarkup(board.answer))]);
}

/** Answers a form: its script with what changed, a browser without one with the page again. */
function done(
  request: IncomingMessage,
  response: ServerResponse,
  anchor: string,
  changed: readonly Part[],
): void {
  if (hasScript(request)) {
    sendAnswer(response, 200, { type: 'application/json', body: JSON.stringify(changed) });
  } else {
    sendAnswer(response, 303, { type: 'text/plain', body: '', location: `./#${anchor}` });
  }
}

function hasScript({ headers }: IncomingMessage): boolean {
  return headers['x-parts'] !== undefined;
}

function fail(response: ServerResponse, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  if (response.headersSent) {
    response.destroy();
  } else {
    sendAnswer(response, 500, { type: 'text/plain', body: `${message}\n` });
  }
}
