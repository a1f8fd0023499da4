import test from 'ava';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { buildWithGo } from '../../toolchain/go-build.ts';
import { addSystemFolders, makeMachine, writeExecutable } from './_machine.ts';

const silent = (): void => undefined;

/** Writes down how it was called, and an executable where `-o` says. */
const fakeGoScript = `
echo "$(basename "$PWD") $GOFLAGS $*" >> "$HOME/calls"
[ "$1" = build ] || exit 0
while [ "$1" != -o ]; do shift; done
printf '#!/bin/sh\\n' > "$2"; chmod +x "$2"
`;

test('both programs are built from their pinned modules, with the version in the CLI', async (t) => {
  const machine = addSystemFolders(makeMachine(t));
  writeExecutable(join(machine.bin, 'go'), `mkdir -p "$HOME/root/bin"\n${fakeGoScript}`);
  await buildWithGo(join(machine.dir, 'root'), machine.env, silent);
  const calls = readFileSync(join(machine.dir, 'calls'), 'utf8').trim().split('\n');
  t.is(calls.length, 4);
  const listed = calls.slice(0, 2).map((call) => call.replace(/ -mod=readonly .*\//, ' '));
  t.deepEqual(listed, ['language-host pulumi-language-nodejs', 'cli pulumi']);
  t.regex(calls[2] ?? '', /^language-host -mod=readonly build .*\/cmd\/pulumi-language-nodejs$/);
  t.regex(
    calls[3] ?? '',
    /^cli -mod=readonly build .*version\.Version=v3\.259\.0 .*\/cmd\/pulumi$/,
  );
});

test('a build that fails says what go said last', async (t) => {
  const machine = addSystemFolders(makeMachine(t));
  writeExecutable(join(machine.bin, 'go'), 'echo "no route to host" >&2; exit 1');
  await t.throwsAsync(buildWithGo(machine.dir, machine.env, silent), {
    message: 'pulumi-language-nodejs: status 1: no route to host',
  });
});

test('without go nothing is announced', async (t) => {
  const machine = makeMachine(t);
  const lines: string[] = [];
  const report = (line: string): void => void lines.push(line);
  await t.throwsAsync(buildWithGo(machine.dir, machine.env, report), {
    message: 'no go on PATH',
  });
  t.deepEqual(lines, []);
});

test('the pinned modules name the versions that the code does', (t) => {
  const folder = join(import.meta.dirname, '..', '..', 'toolchain');
  const cli = readFileSync(join(folder, 'cli', 'go.mod'), 'utf8');
  t.regex(cli, /github\.com\/pulumi\/pulumi\/pkg\/v3 v3\.259\.0\b/);
});
