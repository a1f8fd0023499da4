import test from 'ava';
import { toNextResult } from '../../../../runner/report/next-result.ts';
import { npmRun } from '../../../../runner/report/next.ts';

test('what to do next has the command as it is typed, and other ways side by side', (t) => {
  const or = { text: 'c', or: { command: { shell: 'pulumi cancel' } } };
  const next = { text: 'first, then', command: npmRun('release'), note: 'goes on', or };
  t.deepEqual(toNextResult(next, 'dev'), {
    text: 'first, then',
    command: 'npm run release -- --stack dev',
    note: 'goes on',
    or: [
      { text: 'c', command: null, note: null },
      { text: null, command: 'pulumi cancel', note: null },
    ],
  });
});
