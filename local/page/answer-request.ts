import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { beginEvents, sendAnswer } from './answer.ts';
import type { Board } from './board.ts';
import { answerMarkup } from './call-section.ts';
import { readCall, sendCall } from './call.ts';
import { renderDocument } from './document.ts';
import type { Engine } from './engine.ts';
import { replacing } from './part.ts';
import type { Part } from './part.ts';
import { commandNames } from './project-commands.ts';
import type { ProjectCommands } from './project-commands.ts';
import { readForm } from './read-form.ts';
import { readReportPage } from './reports.ts';
import { readFaults, readLag } from './trouble.ts';

/** What the page shows, and works on. */
export interface PageParts {
  readonly engine: Engine;
  readonly board: Board;
  readonly commands: ProjectCommands;
  /** Names of the stacks on the embedded AWS. */
  readonly stacks: readonly string[];
  /** Where releases and rollbacks leave their reports. */
  readonly reportsFolder: string;
  readonly note: string;
}

/** Answers a request that was let in. @param path behind the token */
export async function answerRequest(
  parts: PageParts,
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
    case 'POST command':
      await answerCommand(parts, request, response);
      return;
    case 'POST faults':
      await answerFaults(parts, request, response);
      return;
    case 'POST lag':
      await answerLag(parts, request, response);
      return;
    case 'POST call':
      await answerCall(parts, request, response);
      return;
    default:
      answerOther(parts, route, response);
  }
}

/** A report is a page of its own, which may neither run anything nor send a form. */
function answerOther({ reportsFolder }: PageParts, route: string, response: ServerResponse): void {
  const [, id = ''] = /^GET reports\/([\w-]+)\/report\.html$/.exec(route) ?? [];
  const report = readReportPage(reportsFolder, id);
  if (report === undefined) {
    sendAnswer(response, 404, { type: 'text/plain', body: `The page has no ${route}\n` });
  } else {
    const policy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:";
    sendAnswer(response, 200, { type: 'text/html', body: report, policy });
  }
}

function sendDocument(parts: PageParts, response: ServerResponse): void {
  const nonce = randomBytes(16).toString('base64url');
  sendAnswer(response, 200, {
    type: 'text/html',
    body: renderDocument(parts, nonce),
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
  { board }: PageParts,
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

async function answerCommand(
  { commands, stacks }: PageParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const form = await readForm(request);
  const [command, stack = stacks[0]] = [form.get('command'), form.get('stack') ?? undefined];
  const name = commandNames.find((each) => each === command);
  if (command === 'stop') {
    commands.stop();
  } else if (name !== undefined && stack !== undefined && stacks.includes(stack)) {
    commands.start(name, stack);
  } else {
    sendAnswer(response, 400, { type: 'text/plain', body: 'There is no such command or stack.\n' });
    return;
  }
  // The stream of events alone tells what a command is at: this answer could arrive after its end, and undo it.
  done(request, response, 'releases', []);
}

async function answerFaults(
  { engine, board }: PageParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const form = await readForm(request);
  const faults = form.get('act') === 'end' ? [] : readFaults(form);
  if (faults === undefined) {
    sendAnswer(response, 400, { type: 'text/plain', body: 'There is no such trouble.\n' });
    return;
  }
  await engine.setFaults(faults);
  await board.refreshTrouble();
  done(request, response, 'trouble', board.troubleParts());
}

async function answerLag(
  { engine, board }: PageParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const lag = readLag(await readForm(request));
  if (lag === undefined) {
    sendAnswer(response, 400, { type: 'text/plain', body: 'Seconds are from 0 to 3600.\n' });
    return;
  }
  await engine.setLag(lag);
  await board.refreshTrouble();
  done(request, response, 'trouble', board.troubleParts());
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
