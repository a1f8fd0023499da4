import test from 'ava';
import {
  formatCommand,
  formatFailure,
  formatNext,
  type Failure,
} from '../../../../runner/report/message.ts';
import { advise, anyOf, npmRun, type Command } from '../../../../runner/report/next.ts';

const commands: readonly (readonly [Command, local: string, dev: string])[] = [
  [npmRun('release'), 'npm run release', 'npm run release -- --stack dev'],
  [
    npmRun('release', '--continue'),
    'npm run release -- --continue',
    'npm run release -- --stack dev --continue',
  ],
  [{ shell: 'pulumi stack init x' }, 'pulumi stack init x', 'pulumi stack init x'],
];

for (const [command, local, dev] of commands) {
  test(`a command names every stack but the default: ${local}`, (t) => {
    t.is(formatCommand(command, 'local'), local);
    t.is(formatCommand(command, 'dev'), dev);
  });
}

test('what to do first stands before the command, what else may be done behind it', (t) => {
  const ways = anyOf([advise(npmRun('a'), 'first, then'), advise(npmRun('b')), { text: 'c' }]);
  t.is(formatNext(ways ?? {}, 'local'), 'first, then: npm run a, or npm run b, or c');
  t.is(anyOf([]), undefined);
  t.is(formatNext({ command: npmRun('a'), note: 'why' }, 'local'), 'npm run a (why)');
});

const failure: Failure = {
  problem: 'The api tier is red',
  notPutBack: [],
  putBack: ['stage'],
  serving: { kind: 'now', targets: ['stage 6@d', 'prod 6@d'] },
  next: advise(npmRun('release'), 'mend the code, then'),
};

test('the last line says what failed, what was put back, what serves, and what to type', (t) => {
  t.is(
    formatFailure(failure, 'dev'),
    'The api tier is red. Put back: stage. Serving now: stage 6@d, prod 6@d. Next: mend the code, then: npm run release -- --stack dev',
  );
});

const servings: readonly (readonly [Failure['serving'], string])[] = [
  [{ kind: 'last known', targets: ['prod 6@d (25 % 7@d)'] }, 'Last known: prod 6@d (25 % 7@d)'],
  [{ kind: 'nothing' }, 'Nothing is provisioned'],
  [{ kind: 'unknown' }, 'What serves now could not be read'],
];

for (const [serving, expected] of servings) {
  test(`what serves is told no better than it is known: ${serving.kind}`, (t) => {
    const [, , told] = formatFailure({ ...failure, serving }, 'dev').split('. ');
    t.is(told, expected);
  });
}

test('nothing had to be put back is said only where nothing is left', (t) => {
  t.regex(formatFailure({ ...failure, putBack: [] }, 'dev'), /\. Nothing had to be put back\. /);
  const left = formatFailure({ ...failure, putBack: [], notPutBack: ['no network'] }, 'dev');
  t.regex(left, /^The api tier is red\. Not put back: no network\. Serving now: /);
});
