import test from 'ava';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import { openProxy } from '../_helpers/proxy.ts';
import { lockOf, makeClone } from './_clone.ts';

const seenSchema = z.object({ args: z.array(z.string()), node: z.string(), path: z.string() });

test('a fresh clone installs once, says so, and runs the file', async (t) => {
  const clone = makeClone(t);
  const { status, stdout, stderr } = await clone.run([
    'probe.ts',
    'release',
    'two words',
    '--x=$HOME',
  ]);
  t.is(status, 0);
  t.is(stderr, 'Installing dependencies (npm ci), about a minute…\n');
  const seen = seenSchema.parse(JSON.parse(stdout));
  t.deepEqual(seen.args, ['release', 'two words', '--x=$HOME']);
  t.regex(seen.node, /^v24\./);
  t.true(seen.path.startsWith(join(clone.dir, 'node_modules', '.bin')));
  t.is(clone.npmCalls().length, 1);
  t.true(clone.npmCalls()[0]?.startsWith('ci '));
});

test('the second command installs nothing and says nothing', async (t) => {
  const clone = makeClone(t);
  await clone.run();
  const { status, stderr } = await clone.run();
  t.is(status, 0);
  t.is(stderr, '');
  t.is(clone.npmCalls().length, 1);
});

test('dependencies are installed again when package-lock.json changed', async (t) => {
  const clone = makeClone(t);
  await clone.run();
  writeFileSync(join(clone.dir, 'package-lock.json'), lockOf('1.0.10'));
  t.is((await clone.run()).status, 0);
  t.is(clone.npmCalls().length, 2);
});

test('dependencies are installed again when Node 24 is not in node_modules', async (t) => {
  const clone = makeClone(t);
  await clone.run();
  rmSync(join(clone.dir, 'node_modules', '.bin', 'node'));
  t.is((await clone.run()).status, 0);
  t.is(clone.npmCalls().length, 2);
});

test('package-lock.json touched but not changed installs nothing', async (t) => {
  const clone = makeClone(t);
  await clone.run();
  rmSync(join(clone.dir, 'node_modules', '.start-stamp'));
  t.is((await clone.run()).status, 0);
  t.is(clone.npmCalls().length, 1);
});

test('a failed installation ends with one sentence and status 3', async (t) => {
  const clone = makeClone(t);
  const { status, stdout, stderr } = await clone.run(['probe.ts'], { NPM_FAILS: '1' });
  t.is(status, 3);
  t.is(stdout, '');
  t.regex(stderr, /no network\n/);
  t.regex(
    stderr.trim().split('\n').at(-1) ?? '',
    /^The dependencies could not be installed: .*npm ci$/,
  );
});

test('the exit status of the file is passed on', async (t) => {
  const clone = makeClone(t);
  t.is((await clone.run(['probe.ts'], { PROBE_STATUS: '4' })).status, 4);
});

/** Fails to write as a stream does, and goes on. */
const unheard = `
process.stdout.emit('error', Object.assign(new Error('no space left'), { code: process.argv[2] }));
await new Promise((resolve) => setImmediate(resolve));
console.error('went on');
process.exitCode = Number(process.env.PROBE_STATUS ?? 0);
`;

for (const otherNode of ['', '1']) {
  const by = otherNode === '' ? 'run here' : 'handed over';
  test(`a file ${by} goes on when its output cannot be written, which ends with status 3`, async (t) => {
    const clone = makeClone(t);
    writeFileSync(join(clone.dir, 'unheard.ts'), unheard);
    const { status, stderr } = await clone.run(['unheard.ts', 'ENOSPC'], { OTHER_NODE: otherNode });
    t.regex(stderr, /went on\nThe command has done its work, but .* written: no space left\n$/);
    t.is(status, 3);
    const red = await clone.run(['unheard.ts', 'ENOSPC'], {
      OTHER_NODE: otherNode,
      PROBE_STATUS: '1',
    });
    t.is(red.status, 1, 'it has a status of its own');
    const piped = await clone.run(['unheard.ts', 'EPIPE'], { OTHER_NODE: otherNode });
    t.is(piped.stderr, 'went on\n', 'its reader has gone away');
    t.is(piped.status, 0);
  });
}

/** Asks for a URL, and prints the answer. */
const asking = `
const { text } = await fetch(process.argv[2]).then(
  async (answer) => ({ text: await answer.text() }),
  (error) => ({ text: error.cause?.code }),
);
console.log(text);
`;

for (const otherNode of ['', '1']) {
  const by = otherNode === '' ? 'run here' : 'handed over';
  test(`a file ${by} asks by the proxy that the environment names, but for this machine`, async (t) => {
    const server = createServer((_, answer) => answer.end('from this machine'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const own = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    const proxy = await openProxy(own);
    t.teardown(() => {
      proxy.close();
      server.closeAllConnections();
      server.close();
    });
    const clone = makeClone(t);
    writeFileSync(join(clone.dir, 'asking.ts'), asking);
    const elsewhere = 'http://api.example.invalid/';
    const ask = async (url: string, env: NodeJS.ProcessEnv) => {
      const { stdout } = await clone.run(['asking.ts', url], { OTHER_NODE: otherNode, ...env });
      return stdout.trim();
    };
    t.is(await ask(elsewhere, { http_proxy: proxy.url }), 'from this machine');
    t.deepEqual(proxy.asked, ['api.example.invalid']);
    // As curl and Go take it.
    const bare = proxy.url.replace('http://', '');
    t.is(await ask(elsewhere, { HTTP_PROXY: bare }), 'from this machine');
    t.is(await ask(own, { HTTP_PROXY: bare, NO_PROXY: 'example.com' }), 'from this machine');
    t.is(proxy.asked.length, 2);
    const without: readonly NodeJS.ProcessEnv[] = [
      { HTTP_PROXY: bare, NODE_USE_ENV_PROXY: '0' },
      { HTTP_PROXY: bare, NO_PROXY: '.invalid' },
      { HTTP_PROXY: `socks5://${bare}` },
    ];
    for (const env of without) {
      t.regex(await ask(elsewhere, env), /^(ENOTFOUND|EAI_AGAIN)$/, JSON.stringify(env));
    }
    t.is(proxy.asked.length, 2);
  });
}

test('a Node that is not the one in node_modules hands over to that one', async (t) => {
  const clone = makeClone(t);
  const { status, stdout } = await clone.run(['probe.ts', 'two words'], {
    OTHER_NODE: '1',
    PROBE_STATUS: '4',
  });
  t.is(status, 4);
  t.deepEqual(seenSchema.parse(JSON.parse(stdout)).args, ['two words']);
});

test('SIGTERM reaches the file, and the launcher ends after it with its status', async (t) => {
  const { start } = makeClone(t);
  const { child, ended, waitFor } = start(['waiting.ts', 'handle'], { OTHER_NODE: '1' });
  await waitFor('waiting');
  child.kill('SIGTERM');
  const { status, stdout } = await ended;
  t.is(stdout, 'waiting\nput back\n');
  t.is(status, 1);
});

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  test(`${signal} to the launcher alone reaches the file, and does not end it before`, async (t) => {
    const { start } = makeClone(t);
    const { child, ended, waitFor } = start(['waiting.ts', 'handle'], { OTHER_NODE: '1' });
    await waitFor('waiting');
    child.kill(signal);
    const { stdout } = await ended;
    t.is(stdout, 'waiting\nput back\n');
  });
}

test('a file ended by a signal gives 128 and its number', async (t) => {
  const { start } = makeClone(t);
  const { child, ended, waitFor } = start(['waiting.ts'], { OTHER_NODE: '1' });
  await waitFor('waiting');
  child.kill('SIGTERM');
  t.is((await ended).status, 128 + 15);
});

test('of two commands at once on a fresh clone one installs and both run', async (t) => {
  const clone = makeClone(t);
  const gate = join(clone.dir, 'gate');
  const both = [1, 2].map(() => clone.start(['probe.ts'], { NPM_WAITS_FOR: gate }));
  await Promise.any(both.map(({ waitFor }) => waitFor('waiting for it')));
  writeFileSync(gate, '');
  const runs = await Promise.all(both.map(({ ended }) => ended));
  t.deepEqual(
    runs.map(({ status }) => status),
    [0, 0],
  );
  t.is(clone.npmCalls().length, 1);
});

test('the lock of a process that is dead does not stop the next', async (t) => {
  const clone = makeClone(t);
  const gate = join(clone.dir, 'gate');
  const { child, ended, waitFor } = clone.start(['probe.ts'], { NPM_WAITS_FOR: gate });
  await waitFor('Installing');
  child.kill('SIGKILL');
  t.is((await clone.run()).status, 0);
  writeFileSync(gate, '');
  await ended;
});

test('without a file to run it says how it is used', async (t) => {
  const { status, stderr } = await makeClone(t).run([]);
  t.is(status, 2);
  t.regex(stderr, /^Usage: /);
});
