import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';

import type { Credentials } from '../session/credentials.ts';
import { listenAt, readAddress } from './address.ts';
import { answerRequest } from './answer-request.ts';
import { sendAnswer } from './answer.ts';
import { Board } from './board.ts';
import { Engine } from './engine.ts';
import { judge } from './guard.ts';
import { adding, replacing } from './part.ts';
import { ProjectCommands } from './project-commands.ts';
import { buttonsMarkup, outputMarkup, releasesMarkup } from './release-section.ts';
import { listReports } from './reports.ts';

export interface PageOptions {
  /** Of the embedded AWS, `http://127.0.0.1:PORT`. */
  readonly url: string;
  readonly credentials: Credentials;
  /** Keeps the page's port and token from one start to the next. */
  readonly addressFile: string;
  /** Of the project, whose commands the page starts. */
  readonly root: string;
  /** Names of its stacks on the embedded AWS. */
  readonly stacks: readonly string[];
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
  const { root, stacks, note = '' } = options;
  const reportsFolder = join(root, '.local', 'reports');
  const commands = new ProjectCommands(root, {
    onLine(line) {
      board.tell([adding('output', 'append', outputMarkup([line]))]);
    },
    onState() {
      board.tell([
        replacing('commands', buttonsMarkup(commands, stacks)),
        ...(commands.isRunning ? [replacing('output', outputMarkup([]))] : []),
        replacing('release-list', releasesMarkup(listReports(reportsFolder))),
      ]);
    },
  });
  const parts = { engine, board, commands, stacks, reportsFolder, note };
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
    answerRequest(parts, verdict.path, request, response).catch((error: unknown) => {
      fail(response, error);
    });
  });
  const port = await listenAt(server, options.addressFile, address);
  await board.refresh();
  const watching = engine.watch((batch, isFirst) => {
    board.take(batch, isFirst).catch(() => undefined);
  }, stop.signal);
  return {
    url: `http://127.0.0.1:${String(port)}/${token}/`,
    async close() {
      await commands.close();
      stop.abort();
      server.close();
      server.closeAllConnections();
      await watching;
    },
  };
}

function fail(response: ServerResponse, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  if (response.headersSent) {
    response.destroy();
  } else {
    sendAnswer(response, 500, { type: 'text/plain', body: `${message}\n` });
  }
}
