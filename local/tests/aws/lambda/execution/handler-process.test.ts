import { existsSync, readdirSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';

import { HandlerProcess } from '../../../../aws/lambda/execution/handler-process.ts';
import { temporaryFolder } from '../../../_helpers/temporary-folder.ts';
import { archive } from '../_helpers/archive.ts';
import { activeFunction, handlerZip, invoke, setUp } from '../_helpers/functions.ts';
import { refused } from '../_helpers/refusal.ts';

/** Invokes a handler with this body, and reads its answer and its log. */
async function failing(t: ExecutionContext, body: string, changes = {}) {
  const stand = await setUp(t);
  const name = await activeFunction(t, stand, body, { Timeout: 20, ...changes });
  const answer = await invoke(stand, name, {}, { LogType: 'Tail' });
  const log = Buffer.from(answer.LogResult ?? '', 'base64').toString('utf8');
  t.is(answer.StatusCode, 200, 'the call itself succeeds');
  t.is(answer.FunctionError, 'Unhandled');
  t.is(answer.ExecutedVersion, '$LATEST');
  return { stand, name, payload: answer.payload, id: answer.$metadata.requestId ?? '', log };
}

test('a handler that throws answers type, message and trace', async (t) => {
  const { payload, log } = await failing(t, 'throw new TypeError("not that")');
  t.like(payload, { errorType: 'TypeError', errorMessage: 'not that' });
  const { trace } = payload as { trace: string[] };
  t.is(trace[0], 'TypeError: not that');
  t.regex(trace[1] ?? '', /index\.mjs/);
  t.regex(log, /\tERROR\tInvoke Error \t\{"errorType":"TypeError"/);
});

test('a handler can throw an error of its own class, or what is no error', async (t) => {
  const stand = await setUp(t);
  const name = await activeFunction(
    t,
    stand,
    `class Mine extends Error { name = 'Mine'; }
     if (event === 1) throw new Mine('own');
     if (event === 2) throw 'text';
     if (event === 3) throw null;
     if (event === 4) throw { toString() { throw 1 } };`,
  );
  t.like((await invoke(stand, name, 1)).payload, { errorType: 'Mine', errorMessage: 'own' });
  t.deepEqual((await invoke(stand, name, 2)).payload, {
    errorType: 'string',
    errorMessage: 'text',
    trace: [],
  });
  t.like((await invoke(stand, name, 3)).payload, { errorType: 'object', errorMessage: 'null' });
  t.is((await invoke(stand, name, 4)).FunctionError, 'Unhandled');
});

test('a handler that answers too late times out, and the next call gets a new process', async (t) => {
  const { stand, name, payload, id, log } = await failing(
    t,
    'if (event.pass) return process.pid; await new Promise(() => setInterval(() => {}, 1000))',
    { Timeout: 1 },
  );
  t.deepEqual(payload, {
    errorType: 'Sandbox.Timedout',
    errorMessage: `RequestId: ${id} Error: Task timed out after 1.00 seconds`,
  });
  t.regex(log, new RegExp(`Z ${id} Task timed out after 1.00 seconds`));
  t.regex(log, /REPORT .*Status: timeout/);
  t.is((await invoke(stand, name, { pass: true })).FunctionError, undefined);
});

test('a handler that blocks its process times out too', async (t) => {
  const { payload } = await failing(t, 'for (;;);', { Timeout: 1 });
  t.like(payload, { errorType: 'Sandbox.Timedout' });
});

test('a handler that logs without end does not take the server’s memory', async (t) => {
  const stand = await setUp(t);
  const body = 'for (let i = 0; i < 50; i += 1) console.log("x".repeat(1_000_000)); return 1';
  const name = await activeFunction(t, stand, body, { Timeout: 20 });
  const { payload, LogResult = '' } = await invoke(stand, name, {}, { LogType: 'Tail' });
  t.is(payload, 1);
  const tail = Buffer.from(LogResult, 'base64').toString('utf8');
  t.regex(tail, /keeps 16 MB of a call's log: 33 lines more are left out\]\nEND RequestId/);
});

test('a handler that exits is reported with its status', async (t) => {
  const { stand, name, payload, id, log } = await failing(
    t,
    'if (event.pass) return 1; console.log("last words"); process.exit(event.status ?? 1)',
  );
  t.deepEqual(payload, {
    errorType: 'Runtime.ExitError',
    errorMessage: `RequestId: ${id} Error: Runtime exited with error: exit status 1`,
  });
  t.regex(log, /last words/);
  const clean = await invoke(stand, name, { status: 0 });
  t.like(clean.payload, {
    errorMessage: `RequestId: ${clean.$metadata.requestId ?? ''} Error: Runtime exited without providing a reason`,
  });
  t.is((await invoke(stand, name, { pass: true })).payload, 1);
});

test('a handler that is killed is reported with the signal', async (t) => {
  const { payload, id } = await failing(
    t,
    'process.kill(process.pid, "SIGKILL"); await new Promise(() => setInterval(() => {}, 1000))',
  );
  t.like(payload, {
    errorType: 'Runtime.ExitError',
    errorMessage: `RequestId: ${id} Error: Runtime exited with error: signal: killed`,
  });
});

test('an error outside the handler’s promise ends the call and the process', async (t) => {
  const { stand, name, payload } = await failing(
    t,
    `if (event.pass) return process.pid;
     setTimeout(() => { throw new Error('thrown later') });
     await new Promise(() => setInterval(() => {}, 1000));`,
  );
  t.like(payload, { errorType: 'Error', errorMessage: 'thrown later' });
  t.is((await invoke(stand, name, { pass: true })).FunctionError, undefined);
});

test('an unhandled rejection is reported as one', async (t) => {
  const { payload } = await failing(
    t,
    'Promise.reject(new Error("nobody listens")); await new Promise(() => setInterval(() => {}, 1000))',
  );
  t.like(payload, {
    errorType: 'Runtime.UnhandledPromiseRejection',
    errorMessage: 'Error: nobody listens',
  });
});

test('an answer that is not JSON is an error', async (t) => {
  const { payload } = await failing(t, 'return 10n');
  t.like(payload, { errorType: 'Error', errorMessage: 'Unable to stringify response body' });
});

test('an answer over 6 MB is an error', async (t) => {
  const { payload } = await failing(t, 'return "x".repeat(6_300_000)');
  t.like(payload, { errorType: 'Function.ResponseSizeTooLarge' });
});

test('writing to the descriptors of the runtime harms only the function itself', async (t) => {
  const stand = await setUp(t);
  const name = await activeFunction(
    t,
    stand,
    `if (event.pass) return 1;
     const { writeSync } = await import('node:fs');
     for (const fd of [1, 2]) writeSync(fd, '{"kind":"result"}\\n'.repeat(100));
     return 2;`,
  );
  t.is((await invoke(stand, name)).payload, 2);
  t.is((await invoke(stand, name, { pass: true })).payload, 1);
});

test('code that is damaged is refused when it is called', async (t) => {
  const stand = await setUp(t);
  const ZipFile = await handlerZip(`return "${'content'.repeat(50)}"`);
  ZipFile.fill(0xff, 45, 60);
  const name = await activeFunction(t, stand, '', { Code: { ZipFile } });
  await refused(t, invoke(stand, name), 'InvalidZipFileException', 502, /could not unzip/);
});

const broken = {
  'a missing file': [
    { 'other.mjs': '' },
    'Runtime.ImportModuleError',
    /Error: Cannot find module 'index'/,
  ],
  'a missing export': [
    { 'index.mjs': 'export const other = 1' },
    'Runtime.HandlerNotFound',
    /^index\.handler is undefined or not exported$/,
  ],
  'an export that is no function': [
    { 'index.mjs': 'export const handler = 1' },
    'Runtime.HandlerNotFound',
    /^index\.handler is not a function$/,
  ],
  'a syntax error': [
    { 'index.mjs': 'export const handler = (' },
    'Runtime.UserCodeSyntaxError',
    /SyntaxError/,
  ],
  'a package that is not in the archive, though it is installed here': [
    { 'index.mjs': 'import "zod"; export const handler = () => 1' },
    'Runtime.ImportModuleError',
    /zod/,
  ],
  'an error while loading': [
    { 'index.mjs': 'throw new RangeError("at load"); export const handler = 1' },
    'RangeError',
    /^at load$/,
  ],
  'an exit while loading': [
    { 'index.mjs': 'process.exit(3); export const handler = 1' },
    'Runtime.ExitError',
    /exit status 3$/,
  ],
  'a callback-style handler': [
    { 'index.mjs': 'export const handler = (event, context, callback) => callback(null, 1)' },
    'Runtime.CallbackHandlerDeprecated',
    /callback-based function handlers/,
  ],
} as const;

for (const [title, [files, errorType, message]] of Object.entries(broken)) {
  test(`a call fails with ${errorType}: ${title}`, async (t) => {
    const { stand, name, payload } = await failing(t, '', {
      Code: { ZipFile: await archive(files) },
    });
    t.like(payload, { errorType });
    t.regex((payload as { errorMessage: string }).errorMessage, message);
    t.is((await invoke(stand, name)).FunctionError, 'Unhandled', 'the next call fails too');
  });
}

test('a process that is killed leaves what it compiled to the next one, and nothing of the handler', async (t) => {
  const folder = await temporaryFolder(t);
  const [taskRoot, cacheDir] = [join(folder, 'task'), join(folder, 'compiled')];
  await mkdir(taskRoot);
  await writeFile(join(taskRoot, 'index.mjs'), 'export const handler = () => 1;');
  const start = async () => {
    const environment = { _HANDLER: 'index.handler' };
    const process = new HandlerProcess({ taskRoot, environment, memoryMb: 128, cacheDir });
    t.true(await process.loaded);
    process.kill();
    await process.ended;
    return existsSync(cacheDir) ? readdirSync(cacheDir, { recursive: true }).toSorted() : [];
  };
  const compiled = await start();
  t.true(compiled.length > 5, 'bootstrap.ts and what it imports');
  t.deepEqual(await start(), compiled);
});
