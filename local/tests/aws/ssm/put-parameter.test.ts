import {
  GetParameterCommand,
  ParameterAlreadyExists,
  ParameterPatternMismatchException,
  PutParameterCommand,
} from '@aws-sdk/client-ssm';
import test from 'ava';
import { account, region } from '../../_helpers/account.ts';
import { startEmbedded } from '../../_helpers/embedded.ts';

test('a parameter is made, and each change is another version', async (t) => {
  const { ssm } = (await startEmbedded(t)).clients;
  const Name = '/orders/limit';
  const made = await ssm.send(new PutParameterCommand({ Name, Value: '1', Type: 'String' }));
  t.like(made, { Version: 1, Tier: 'Standard' });
  const again = new PutParameterCommand({ Name, Value: '2' });
  await t.throwsAsync(ssm.send(again), { instanceOf: ParameterAlreadyExists });
  const changed = new PutParameterCommand({ Name, Value: '2', Overwrite: true });
  t.is((await ssm.send(changed)).Version, 2);
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name }));
  t.like(Parameter, {
    ...{ Name, Value: '2', Type: 'String', Version: 2, DataType: 'text' },
    ARN: `arn:aws:ssm:${region}:${account}:parameter/orders/limit`,
  });
  t.true(Parameter?.LastModifiedDate instanceof Date);
});

test('what AWS takes for no parameter is refused', async (t) => {
  const { ssm } = (await startEmbedded(t)).clients;
  const put = (Name: string, more: object = {}) =>
    ssm.send(new PutParameterCommand({ Name, Value: 'x', Type: 'String', ...more }));
  for (const name of ['aws', '/ssm/x', 'two words', '/a//b']) {
    await t.throwsAsync(put(name), { name: 'ValidationException' }, name);
  }
  await t.throwsAsync(put('a', { Value: 'x'.repeat(4097) }), { message: /Standard tier/ });
  await t.throwsAsync(put('a', { Type: undefined }), { message: /type is required/ });
  await t.throwsAsync(put('a', { Overwrite: true, Tags: [{ Key: 'a', Value: 'b' }] }), {
    message: /tags and overwrite/,
  });
  await t.throwsAsync(put('a', { AllowedPattern: '(' }), {
    name: 'InvalidAllowedPatternException',
  });
  await t.throwsAsync(put('a', { Policies: '[{}]' }), { name: 'NotImplemented' });
  await t.throwsAsync(put('a', { AllowedPattern: '^\\d+$' }), {
    instanceOf: ParameterPatternMismatchException,
  });
});
