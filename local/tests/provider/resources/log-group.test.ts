import test from 'ava';
import { startWorkbench } from '../_helpers/provider-on.ts';

test('a log group keeps events as long as the program says', async (t) => {
  const bench = await startWorkbench(t);
  const type = 'aws:cloudwatch/logGroup:LogGroup';
  const made = await bench.make(type, { name: '/aws/lambda/fn', retentionInDays: 14 });
  t.like(made.state, {
    arn: 'arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/fn',
    retentionInDays: 14,
  });
  t.deepEqual(await bench.changes(made, made.inputs), []);
  const edited = await bench.edit(made, { ...made.inputs, retentionInDays: 30, tags: { a: '1' } });
  t.like(edited.state, { retentionInDays: 30, tagsAll: { a: '1' } });
  const forever = await bench.edit(edited, { name: '/aws/lambda/fn' });
  t.like(forever.state, { retentionInDays: 0, tagsAll: {} });
  await bench.provider.delete(forever);
  t.is(await bench.refresh(forever), undefined);
  await t.notThrowsAsync(bench.provider.delete(forever));
});

test('a log group whose name only begins like another is not that other', async (t) => {
  const bench = await startWorkbench(t);
  const type = 'aws:cloudwatch/logGroup:LogGroup';
  await bench.make(type, { name: '/aws/lambda/fn-2' });
  const made = await bench.make(type, { name: '/aws/lambda/fn' });
  await bench.provider.delete(made);
  t.is(await bench.refresh(made), undefined);
});
