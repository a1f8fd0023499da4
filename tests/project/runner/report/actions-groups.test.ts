import test from 'ava';
import { inGroups } from '../../../../runner/report/actions-groups.ts';
import type { ReleaseEvent } from '../../../../runner/report/events.ts';

const resource = (name: string): ReleaseEvent => ({
  kind: 'resource',
  operation: 'create',
  type: 'aws:lambda/alias:Alias',
  name,
  properties: [],
});

function fold(events: readonly ReleaseEvent[]): string[] {
  const written: string[] = [];
  const write = (text: string) => written.push(text.trim());
  const progress = inGroups(
    { report: ({ kind }) => write(kind), close: () => write('closed') },
    write,
  );
  events.forEach((event) => {
    progress.report(event);
  });
  progress.close();
  return written;
}

test('resources that follow one another are one group, and what comes next is outside', (t) => {
  t.deepEqual(fold([resource('a'), resource('b'), { kind: 'note', text: 'c' }]), [
    '::group::What pulumi up changes',
    'resource',
    'resource',
    '::endgroup::',
    'note',
    'closed',
  ]);
});

test('what each red tier printed is a group of its own, which ends with the log at the latest', (t) => {
  const output = (step: string): ReleaseEvent => ({ kind: 'output', step, text: '' });
  t.deepEqual(fold([output('unit-tier'), output('lambda-tier')]), [
    '::group::What unit-tier printed',
    'output',
    '::endgroup::',
    '::group::What lambda-tier printed',
    'output',
    '::endgroup::',
    'closed',
  ]);
});
