import { GetAliasCommand, LambdaClient, UpdateAliasCommand } from '@aws-sdk/client-lambda';
import { APIGatewayClient, GetStageCommand, UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import test, { type ExecutionContext } from 'ava';
import { findAlias, updateAlias } from '../../../../runner/aws/alias.ts';
import { getApiStage, switchApiStage } from '../../../../runner/aws/api-stage.ts';
import { believeOwnWrites } from '../../../../runner/aws/own-writes.ts';
import { createContext } from '../../behaviour/release/_release.ts';
import { createStack, functionName, type TestStack } from '../../behaviour/release/_stack.ts';

/** Seconds. */
const read = 1;

const noBundle = { zip: Buffer.alloc(0), codeSha256: '' };

/** Believes its own writes, and gets every answer as late as it may be old. */
async function openSlow(t: ExecutionContext, seed: number): Promise<TestStack> {
  const stack = await createStack(t, { read, seed });
  const { lambda, apigateway: apiGateway } = stack.clients;
  believeOwnWrites({ lambda, apiGateway }, read, stack.clock);
  const options = { step: 'deserialize', priority: 'high' } as const;
  const isRead = (name: string | undefined) => name?.startsWith('Get') === true;
  const late = async <Answer>(answer: Promise<Answer>): Promise<Answer> => {
    await answer;
    stack.aws.lag.pass(read);
    return answer;
  };
  lambda.middlewareStack.add(
    (next, { commandName }) =>
      (args) =>
        isRead(commandName) ? late(next(args)) : next(args),
    options,
  );
  apiGateway.middlewareStack.add(
    (next, { commandName }) =>
      (args) =>
        isRead(commandName) ? late(next(args)) : next(args),
    options,
  );
  return stack;
}

/** With other answers for each: not every one is old. */
const seeds = [1, 2];

for (const seed of seeds) {
  test(`an answer about an alias that was long under way may be as old (${String(seed)})`, async (t) => {
    const { clients } = await openSlow(t, seed);
    const named = { FunctionName: functionName, Name: 'STAGE' };
    await clients.lambda.send(new UpdateAliasCommand({ ...named, Description: 'written' }));
    const { Description } = await clients.lambda.send(new GetAliasCommand(named));
    t.is(Description, 'written');
  });

  test(`a write whose answer was lost is known for its own, also by old answers (${String(seed)})`, async (t) => {
    const stack = await createStack(t, { read, seed });
    const { lambda } = createContext(t, stack, { bundle: noBundle }).clients;
    const before = await findAlias(lambda, functionName, 'STAGE');
    if (before === undefined) {
      throw new Error('There is no alias STAGE');
    }
    stack.aws.faults.replace([{ operation: 'lambda:UpdateAlias', kind: 'dropAfter', call: 1 }]);
    const change = { version: before.version, description: 'written' };
    const { description } = await updateAlias(lambda, before, change);
    t.is(description, 'written');
  });

  test(`an answer about an API stage that was long under way may be as old (${String(seed)})`, async (t) => {
    const { clients, outputs } = await openSlow(t, seed);
    const named = { restApiId: outputs.restApiId, stageName: 'stage' };
    const patchOperations = [
      { op: 'replace', path: '/variables/table', value: 'written' },
    ] as const;
    await clients.apigateway.send(
      new UpdateStageCommand({ ...named, patchOperations: [...patchOperations] }),
    );
    const { variables } = await clients.apigateway.send(new GetStageCommand(named));
    t.is(variables?.table, 'written');
  });

  test(`after a write to an API stage whose answers were lost no answer is older than it (${String(seed)})`, async (t) => {
    const stack = await openSlow(t, seed);
    const { restApiId } = stack.outputs;
    const before = await getApiStage(stack.clients.apigateway, restApiId, 'stage');
    stack.aws.faults.replace([{ operation: 'apigateway:UpdateStage', kind: 'dropAfter' }]);
    const calls = switchApiStage(stack.clients.apigateway, before, { ...before, alias: 'OTHER' });
    await t.throwsAsync(calls);
    const { alias } = await getApiStage(stack.clients.apigateway, restApiId, 'stage');
    t.is(alias, 'OTHER');
  });

  test(`after a write to an alias whose answers were lost no answer is older than it (${String(seed)})`, async (t) => {
    const { aws, clients } = await openSlow(t, seed);
    const named = { FunctionName: functionName, Name: 'STAGE' };
    aws.faults.replace([{ operation: 'lambda:UpdateAlias', kind: 'dropAfter' }]);
    const written = clients.lambda.send(
      new UpdateAliasCommand({ ...named, Description: 'written' }),
    );
    await t.throwsAsync(written);
    const { Description } = await clients.lambda.send(new GetAliasCommand(named));
    t.is(Description, 'written');
  });
}

test('where a write was refused for its own lost attempt, no answer is older than the write before', async (t) => {
  let ms = 0;
  const clock = {
    now: () => ms,
    sleep: (more: number) => {
      ms += more;
      return Promise.resolve();
    },
  };
  const credentials = { accessKeyId: 'nobody', secretAccessKey: 'nothing' };
  const client = { region: 'eu-west-1', endpoint: 'http://127.0.0.1:1', credentials };
  const [lambda, apiGateway] = [new LambdaClient(client), new APIGatewayClient(client)];
  const refused = Object.assign(new Error('refused'), { name: 'PreconditionFailedException' });
  const answers = ['b', refused, 'a', 'b', 'c'];
  lambda.middlewareStack.add(
    () => () => {
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      return answer instanceof Error
        ? Promise.reject(answer)
        : Promise.resolve({ output: { $metadata: {}, RevisionId: answer }, response: undefined });
    },
    { step: 'serialize' },
  );
  believeOwnWrites({ lambda, apiGateway }, read, clock);
  const named = { FunctionName: functionName, Name: 'STAGE' };
  await lambda.send(new UpdateAliasCommand({ ...named, RevisionId: 'a' }));
  await t.throwsAsync(lambda.send(new UpdateAliasCommand({ ...named, RevisionId: 'b' })));
  const { RevisionId } = await lambda.send(new GetAliasCommand(named));
  t.is(RevisionId, 'c');
});
