import test from 'ava';
import { commands } from '../../../../../runner/commands/all-commands.ts';
import {
  complete,
  type FindNames,
  type Word,
} from '../../../../../runner/commands/completion/candidates.ts';

const words: Readonly<Record<string, Word>> = {
  ...Object.fromEntries(commands.map((command) => [command.name, command])),
  local: {},
};
const findNames: FindNames = (kind, stack) => [`${kind}-of-${stack}`, `other-${kind}`];

function completed(...typed: readonly string[]) {
  const found = complete(typed, words, findNames);
  return found === 'files' ? found : found.map(({ word }) => word);
}

test('the first word is a command, with its summary', (t) => {
  t.deepEqual(completed(''), Object.keys(words));
  t.deepEqual(complete(['statu'], words, findNames), [
    { word: 'status', help: words.status?.summary },
  ]);
  t.deepEqual(completed('nothing'), []);
});

for (const { name, options } of commands) {
  test(`${name} completes to each option that it takes, and to no other`, (t) => {
    const flags = Object.keys(options).map((option) => `--${option}`);
    t.deepEqual(completed(name, '--'), flags);
  });
}

test('an option that was given is not offered again, unless it may be', (t) => {
  const typed = ['release', '--dry-run', '--ignore-alarms', 'a', '--until=prod', '--'] as const;
  const found = completed(...typed);
  t.true(found.includes('--ignore-alarms'));
  t.false(found.includes('--dry-run'));
  t.false(found.includes('--until'));
});

test('a value is a name of its kind, of the stack that was named', (t) => {
  t.deepEqual(completed('release', '--stack', ''), ['stack-of-local', 'other-stack']);
  t.deepEqual(completed('release', '--until', 'target'), ['target-of-local']);
  t.deepEqual(completed('release', '--stack', 'dev', '--until', 't'), ['target-of-dev']);
  t.deepEqual(completed('release', '--stack=dev', '--until=t'), ['--until=target-of-dev']);
});

test('a value that nobody knows completes to nothing', (t) => {
  t.deepEqual(completed('history', '--limit', ''), []);
  t.deepEqual(completed('history', '--nothing=', ''), completed('history', ''));
  t.deepEqual(completed('history', '--nothing='), []);
});

test('files are left to the shell', (t) => {
  t.is(completed('release', '--bundle', 'x'), 'files');
  t.is(completed('bundle', ''), 'files');
  t.is(completed('local', 'aws', ''), 'files');
  t.is(completed('nothing', ''), 'files');
});

test('what may be typed alone comes first, and once', (t) => {
  t.deepEqual(completed('report', '').slice(0, 2), ['report-of-local', 'other-report']);
  t.false(completed('report', 'report-of-local', '').includes('report-of-local'));
  t.deepEqual(completed('report', 'oth'), ['other-report']);
});
