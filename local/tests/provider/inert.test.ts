import test from 'ava';
import { ProviderError } from '../../provider/errors.ts';
import { inertNotice } from '../../provider/inert.ts';
import { readConfiguration } from '../../provider/configuration.ts';
import { unknownValue } from '../../provider/properties.ts';
import { Provider } from '../../provider/provider.ts';
import { account, region } from '../_helpers/account.ts';
import { startWorkbench, urnOf } from './_helpers/provider-on.ts';

const queue = 'aws:sqs/queue:Queue';

test('a queue is made, changed, read back and deleted without anything that answers', async (t) => {
  const bench = await startWorkbench(t);
  const made = await bench.make(queue, { name: 'jobs', delaySeconds: 5, tags: { team: 'a' } });
  const url = `https://sqs.${region}.amazonaws.com/${account}/jobs`;
  t.deepEqual([made.id, made.state.url], [url, url]);
  t.like(made.state, {
    ...{ name: 'jobs', delaySeconds: 5, region, tagsAll: { team: 'a' } },
    arn: `arn:aws:sqs:${region}:${account}:jobs`,
  });
  t.deepEqual(await bench.changes(made, made.inputs), []);
  t.deepEqual((await bench.refresh(made))?.state, made.state);
  const asked = { name: 'jobs', visibilityTimeoutSeconds: 30 };
  t.deepEqual((await bench.changes(made, asked)).sort(), [
    ...['delaySeconds', 'tags', 'visibilityTimeoutSeconds'],
  ]);
  const edited = await bench.edit(made, asked);
  t.deepEqual(await bench.changes(edited, asked), []);
  t.false('delaySeconds' in edited.state);
  t.is(edited.state.arn, made.state.arn);
  await t.notThrowsAsync(bench.provider.delete(edited));
  t.deepEqual(
    bench.operations().filter((operation) => operation !== 'GetCallerIdentity'),
    [],
  );
});

test('a type that nobody thought of has an ARN of its service', async (t) => {
  const bench = await startWorkbench(t);
  const made = await bench.make('aws:sfn/stateMachine:StateMachine', { definition: '{}' }, 'flow');
  t.regex(String(made.state.arn), /^arn:aws:sfn:eu-west-1:\d{12}:stateMachine\/flow-[0-9a-f]{7}$/);
  t.is(made.state.definition, '{}');
});

test('in a preview what would be made up is not known yet', async (t) => {
  const bench = await startWorkbench(t);
  const urn = urnOf(queue, 'jobs');
  const { properties } = await bench.provider.create(urn, { name: 'jobs' }, true);
  t.like(properties, { name: 'jobs', arn: unknownValue, url: unknownValue });
});

test('what is not there cannot be imported', async (t) => {
  const bench = await startWorkbench(t);
  t.is(
    await bench.provider.read({ urn: urnOf(queue, 'jobs'), id: 'jobs', state: {} }, {}),
    undefined,
  );
});

test('people are told once of each', async (t) => {
  const told: string[] = [];
  const provider = providerWith({ warn: (urn, message) => told.push(`${urn} ${message}`) });
  const first = urnOf(queue, 'jobs');
  const second = urnOf('aws:sns/topic:Topic', 'news');
  for (const urn of [first, second, first, urnOf('aws:cloudwatch/logGroup:LogGroup', 'log')]) {
    await provider.check(urn, {}, {}, new Uint8Array());
  }
  t.deepEqual(told, [`${first} ${inertNotice}`, `${second} ${inertNotice}`]);
});

test('a strict stack refuses it, and takes what is modelled', async (t) => {
  const provider = providerWith({ isStrict: (stack) => stack === 'local' });
  const check = (type: string) => provider.check(urnOf(type, 'it'), {}, {}, new Uint8Array());
  await t.throwsAsync(check(queue), {
    instanceOf: ProviderError,
    message:
      'aws:sqs/queue:Queue is not modelled by the embedded AWS, and Pulumi.local.yaml has local:strict: true, which refuses that: take the resource out, or local:strict',
  });
  await t.notThrowsAsync(check('aws:cloudwatch/logGroup:LogGroup'));
});

function providerWith(surroundings: ConstructorParameters<typeof Provider>[1]): Provider {
  return new Provider(readConfiguration({ region }, {}, 'http://127.0.0.1:1'), surroundings);
}
