import { spawnSync } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import {
  isLockLeftBehind,
  isStackMissing,
  restoreCheckpoint,
} from '../../../../runner/pulumi/file-backend.ts';
import { project } from '../../../../stack/project.ts';
import { temporaryFolder } from '../../../../local/tests/_helpers/temporary-folder.ts';

const variable = 'PULUMI_BACKEND_URL';

/** Uses a backend for the rest of a test. */
function useBackend(t: ExecutionContext, url: string | undefined): void {
  const before = process.env[variable];
  const set = (value: string | undefined) => {
    if (value === undefined) {
      Reflect.deleteProperty(process.env, variable);
    } else {
      process.env[variable] = value;
    }
  };
  set(url);
  t.teardown(() => set(before));
}

/** A folder that Pulumi keeps its state in. */
async function openBackend(t: ExecutionContext) {
  const folder = await temporaryFolder(t, 'a backend ');
  useBackend(t, pathToFileURL(folder).href);
  const stacks = join(folder, '.pulumi', 'stacks', project);
  const locks = join(folder, '.pulumi', 'locks', 'organization', project, 'dev');
  await mkdir(stacks, { recursive: true });
  await mkdir(locks, { recursive: true });
  return {
    state: join(stacks, 'dev.json'),
    lock: (name: string, contents: unknown) =>
      writeFile(
        join(locks, `${name}.json`),
        typeof contents === 'string' ? contents : JSON.stringify(contents),
      ),
    locks,
  };
}

const { pid: ended } = spawnSync(process.execPath, ['--version']);
const dead = { pid: ended, hostname: hostname() };
const alive = { pid: process.pid, hostname: hostname() };

test.serial('a stack is missing while its file is', async (t) => {
  const { state } = await openBackend(t);
  t.true(isStackMissing('dev'));
  await writeFile(state, '{}');
  t.false(isStackMissing('dev'));
  t.true(isStackMissing('prod'));
});

for (const backend of ['s3://bucket', 'https://api.pulumi.com']) {
  test.serial(`of the backend ${backend} nothing is known here`, async (t) => {
    useBackend(t, backend);
    t.false(isStackMissing('dev'));
    t.false(isLockLeftBehind('dev'));
    t.notThrows(() => restoreCheckpoint('dev'));
  });
}

for (const [title, locks, expected] of [
  ['there is none', [], false],
  ['its process has ended here', [dead], true],
  ['its process runs', [alive], false],
  ['one of two processes runs', [dead, alive], false],
  ['it is of another machine', [{ ...dead, hostname: 'elsewhere' }], false],
  ['it cannot be read', ['{'], false],
  ['it says something else', [{ pid: 'x' }], false],
] as const) {
  test.serial(`a lock is ${expected ? '' : 'not '}left behind when ${title}`, async (t) => {
    const { lock } = await openBackend(t);
    await Promise.all(locks.map((contents, index) => lock(String(index), contents)));
    t.is(isLockLeftBehind('dev'), expected);
  });
}

test.serial('a backend that was never locked has no lock', async (t) => {
  const { locks } = await openBackend(t);
  await rm(locks, { recursive: true });
  t.false(isLockLeftBehind('dev'));
});

for (const [title, contents, backup, expected] of [
  ['broken', '{"version', '{"version": 2}', '{"version": 2}'],
  ['empty', '', '{"version": 2}', '{"version": 2}'],
  ['whole', '{"version": 3}', '{"version": 2}', '{"version": 3}'],
  ['broken as its backup is', '{"version', '{"ver', '{"version'],
] as const) {
  test.serial(
    `a state that is ${title} is ${contents === expected ? 'left as it is' : 'restored'}`,
    async (t) => {
      const { state } = await openBackend(t);
      await writeFile(state, contents);
      await writeFile(`${state}.bak`, backup);
      restoreCheckpoint('dev');
      t.is(await readFile(state, 'utf8'), expected);
    },
  );
}

test.serial('notes beside the state are taken away only where they are broken', async (t) => {
  const { state } = await openBackend(t);
  await writeFile(state, '{"version": 3}');
  await writeFile(`${state}.attrs`, '');
  await writeFile(`${state}.bak.attrs`, '{}');
  restoreCheckpoint('dev');
  t.is(await readFile(state, 'utf8'), '{"version": 3}');
  await t.throwsAsync(readFile(`${state}.attrs`), { code: 'ENOENT' });
  t.is(await readFile(`${state}.bak.attrs`, 'utf8'), '{}');
});

test.serial('a stack that is missing is not made from a backup', async (t) => {
  const { state } = await openBackend(t);
  await writeFile(`${state}.bak`, '{}');
  restoreCheckpoint('dev');
  t.true(isStackMissing('dev'));
});
