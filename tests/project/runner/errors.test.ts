import test from 'ava';
import { exitStatus, outcomeOf, UsageError } from '../../../runner/errors.ts';
import { advise, npmRun } from '../../../runner/report/next.ts';

test('each way to fail has a status and a word of its own', (t) => {
  const { done, ...failures } = exitStatus;
  t.is(done, 0);
  const statuses = Object.values(failures);
  t.is(new Set(statuses).size, statuses.length);
  t.is(new Set(statuses.map(outcomeOf)).size, statuses.length);
  t.is(outcomeOf(exitStatus.gateRed), 'red');
  t.is(outcomeOf(exitStatus.notPutBack), 'not put back');
});

test('an error knows its status, its name, what it is about and what to do', (t) => {
  const next = advise(npmRun('release'));
  const cause = new Error('why');
  const error = new UsageError('Wrong', next, { cause, resource: 'stack dev' });
  t.like(error, {
    status: 2,
    name: 'UsageError',
    message: 'Wrong',
    next,
    cause,
    resource: 'stack dev',
  });
});
