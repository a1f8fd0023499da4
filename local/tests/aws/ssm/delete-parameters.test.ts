import {
  DeleteParameterCommand,
  DeleteParametersCommand,
  ParameterNotFound,
  PutParameterCommand,
} from '@aws-sdk/client-ssm';
import test from 'ava';
import { startEmbedded } from '../../_helpers/embedded.ts';

test('parameters are deleted, one or several', async (t) => {
  const { ssm } = (await startEmbedded(t)).clients;
  for (const Name of ['a', 'b']) {
    await ssm.send(new PutParameterCommand({ Name, Value: 'x', Type: 'String' }));
  }
  await ssm.send(new DeleteParameterCommand({ Name: 'a' }));
  await t.throwsAsync(ssm.send(new DeleteParameterCommand({ Name: 'a' })), {
    instanceOf: ParameterNotFound,
  });
  const answer = await ssm.send(new DeleteParametersCommand({ Names: ['a', 'b'] }));
  t.like(answer, { DeletedParameters: ['b'], InvalidParameters: ['a'] });
});
