import { CreateAliasCommand, UpdateAliasCommand } from '@aws-sdk/client-lambda';

import { checkTrace, ForbiddenAnswer } from '../../trace/check.ts';
import { writesOf } from '../../trace/recorded.ts';
import { testEmbedded } from '../_helpers/embedded-only.ts';
import { permit, setUpLagging } from '../aws/lag/_lagging.ts';

testEmbedded(
  'a switch over a second alias is whole at no lag, and mixed where hosts lag',
  async (t) => {
    const stand = await setUpLagging(t);
    const { aws, lambda, functionName: FunctionName, restApiId, deployments } = stand;
    const [first, second] = deployments;

    // Code and API definition change together: the candidate's code goes to a second alias, the stage
    // switches to it and to the new deployment in one call, then the alias follows and the stage comes back.
    const next = { FunctionName, Name: 'NEXT', FunctionVersion: '1' };
    await lambda.send(new CreateAliasCommand(next));
    await permit(stand, FunctionName, restApiId, 'NEXT');
    await lambda.send(new UpdateAliasCommand({ ...next, FunctionVersion: '2' }));
    stand.pass(0.1);
    await stand.moveStage(second, 'NEXT');
    stand.pass(0.1);
    await lambda.send(new UpdateAliasCommand({ ...next, Name: 'PROD', FunctionVersion: '2' }));
    stand.pass(0.1);
    await stand.moveStage(second, 'PROD');

    const writes = writesOf(aws.lag.writes.list(), { functionName: FunctionName, restApiId });
    const whole = [`1@${first}`, `2@${second}`];
    const rule = {
      allowed: (_stage: string, pair: { readonly version: string; readonly deployment: string }) =>
        whole.includes(`${pair.version}@${pair.deployment}`),
    };
    t.notThrows(() => checkTrace(writes, { alias: 0, stage: 0 }, rule));
    const { answer } = t.throws(() => checkTrace(writes, { alias: 1, stage: 1 }, rule), {
      instanceOf: ForbiddenAnswer,
    });
    t.deepEqual(answer.pair, { version: '1', deployment: second });
    t.deepEqual(
      answer.because.map(({ name }) => name),
      ['prod', 'NEXT'],
      'the stage came to the second alias before every host knew what that has',
    );
  },
);
