import test from 'ava';
import { createActionsLog } from '../../../../runner/report/actions-log.ts';

test('why a release stopped is one annotation, whatever stands in it', (t) => {
  const written: string[] = [];
  const log = createActionsLog((text) => written.push(text));
  log.report({ kind: 'ended', outcome: 'released', status: 0 });
  log.report({ kind: 'ended', outcome: 'red', status: 1, problem: '100 %\n::set-env name=a::b' });
  t.deepEqual(written, ['::error title=Release red::100 %25%0A::set-env name=a::b\n']);
});
