import test from 'ava';
import { existsSync, mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { oldestVersion, pinnedVersion } from '../../toolchain/distribution.ts';
import { findPulumi, ToolchainError } from '../../toolchain/pulumi.ts';
import { makeMachine, putPulumi, surroundings } from './_machine.ts';

const refuse = (why: string) => (): void => {
  throw new Error(why);
};

const install = (root: string): void => void putPulumi(join(root, 'bin'), pinnedVersion);

const silent = (): void => undefined;

test('a CLI on PATH is taken, before any of our own', async (t) => {
  const machine = makeMachine(t);
  putPulumi(machine.bin, '3.260.1');
  const found = await findPulumi(silent, surroundings(machine, { made: install }));
  t.deepEqual(found, { binDir: machine.bin, version: '3.260.1' });
});

test('a CLI on PATH is asked for its version once', async (t) => {
  const machine = makeMachine(t);
  const { timesAsked } = putPulumi(machine.bin, '3.260.1');
  await findPulumi(silent, surroundings(machine));
  t.is((await findPulumi(silent, surroundings(machine))).version, '3.260.1');
  t.is(timesAsked(), 1);
});

test('a CLI on PATH that was replaced is asked again', async (t) => {
  const machine = makeMachine(t);
  putPulumi(machine.bin, '3.260.1');
  await findPulumi(silent, surroundings(machine));
  putPulumi(machine.bin, '3.261.0');
  utimesSync(join(machine.bin, 'pulumi'), new Date(), new Date(Date.now() + 60_000));
  t.is((await findPulumi(silent, surroundings(machine))).version, '3.261.0');
});

test('a remembered version that cannot be read is asked for again', async (t) => {
  const machine = makeMachine(t);
  putPulumi(machine.bin, '3.260.1');
  await findPulumi(silent, surroundings(machine));
  writeFileSync(join(machine.cacheFolder, 'pulumi-on-path.json'), '{"fingerprint":');
  t.is((await findPulumi(silent, surroundings(machine))).version, '3.260.1');
});

test('a CLI on PATH that is too old is passed over, and the reason said', async (t) => {
  const machine = makeMachine(t);
  putPulumi(machine.bin, '3.199.9');
  const lines: string[] = [];
  const report = (line: string): void => void lines.push(line);
  const found = await findPulumi(report, surroundings(machine, { made: install }));
  t.is(found.version, pinnedVersion);
  t.true(lines.some((line) => line.includes(`3.199.9, older than ${oldestVersion}`)));
});

test('a CLI on PATH without a language host is passed over', async (t) => {
  const machine = makeMachine(t);
  putPulumi(machine.bin, '3.260.1');
  rmSync(join(machine.bin, 'pulumi-language-nodejs'));
  const found = await findPulumi(silent, surroundings(machine, { made: install }));
  t.true(found.binDir.startsWith(machine.cacheFolder));
});

test('what was made once is found without looking further', async (t) => {
  const machine = makeMachine(t);
  const first = await findPulumi(silent, surroundings(machine, { made: install }));
  const lines: string[] = [];
  const report = (line: string): void => void lines.push(line);
  const again = await findPulumi(report, surroundings(machine, { broken: refuse('asked') }));
  t.deepEqual(again, first);
  t.deepEqual(lines, []);
});

test('the second source is tried when the first fails', async (t) => {
  const machine = makeMachine(t);
  const sources = { first: refuse('no network'), second: install };
  const lines: string[] = [];
  await findPulumi((line) => void lines.push(line), surroundings(machine, sources));
  t.deepEqual(lines, ['  first: no network']);
});

test('what a source made is not taken when it is another version', async (t) => {
  const machine = makeMachine(t);
  const older = (root: string): void => void putPulumi(join(root, 'bin'), '3.258.0');
  await t.throwsAsync(findPulumi(silent, surroundings(machine, { older })), {
    instanceOf: ToolchainError,
    message: /older: it is 3\.258\.0, not 3\.259\.0/,
  });
});

test('a source that fails leaves nothing behind', async (t) => {
  const machine = makeMachine(t);
  const half = (root: string): void => {
    mkdirSync(join(root, 'bin'), { recursive: true });
    writeFileSync(join(root, 'bin', 'pulumi'), 'half');
    throw new Error('disk full');
  };
  await t.throwsAsync(findPulumi(silent, surroundings(machine, { half })));
  const left = readdirSync(machine.cacheFolder).filter((name) => !name.endsWith('.making'));
  t.deepEqual(left, []);
});

test('a toolchain of ours that lost a file is made again', async (t) => {
  const machine = makeMachine(t);
  const { binDir } = await findPulumi(silent, surroundings(machine, { made: install }));
  rmSync(join(binDir, 'pulumi-language-nodejs'));
  await findPulumi(silent, surroundings(machine, { made: install }));
  t.true(existsSync(join(binDir, 'pulumi-language-nodejs')));
});

test('when nothing works the error says what was tried and what to install', async (t) => {
  const machine = makeMachine(t);
  const sources = { download: refuse('no network'), build: refuse('no go on PATH') };
  const error = await t.throwsAsync(findPulumi(silent, surroundings(machine, sources)), {
    instanceOf: ToolchainError,
  });
  t.is(
    error.message,
    [
      'The Pulumi CLI is missing and could not be set up.',
      '  - no pulumi on PATH',
      '  - download: no network',
      '  - build: no go on PATH',
      'Install it (https://www.pulumi.com/docs/install/), or install Go 1.25 or newer, and run the command again.',
    ].join('\n'),
  );
});

test('a cache folder that cannot be made is one clear error', async (t) => {
  const machine = makeMachine(t);
  writeFileSync(join(machine.dir, 'cache'), 'a file where the folder should be');
  await t.throwsAsync(findPulumi(silent, surroundings(machine, { made: install })), {
    instanceOf: ToolchainError,
    message: /cache\/gated-lambda-release: /,
  });
});
