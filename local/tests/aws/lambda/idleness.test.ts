import {
  GetFunctionConfigurationCommand,
  PublishVersionCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';

import { testEmbedded } from '../../_helpers/embedded-only.ts';
import { setUpClock } from '../lag/_lagging.ts';
import { createFunction, invoke } from './_helpers/functions.ts';
import { refused } from './_helpers/refusal.ts';

const pending =
  'The operation cannot be performed at this time. ' +
  'The function is currently in the following state: Pending';

testEmbedded(
  'a version that nobody calls is Inactive, and wakes with a call that fails',
  async (t) => {
    const stand = await setUpClock(t, { pendingMs: 2000 });
    const { lambda, aws, pass } = stand;
    const { FunctionName } = await createFunction(t, stand);
    pass(2);
    await lambda.send(new PublishVersionCommand({ FunctionName }));
    aws.lag.set({ idle: 60 });
    const stateOf = async (Qualifier: string) => {
      const named = { FunctionName, Qualifier };
      const found = await lambda.send(new GetFunctionConfigurationCommand(named));
      return `${found.State ?? ''} ${found.StateReasonCode ?? ''} ${found.LastUpdateStatus ?? ''}`;
    };
    pass(59);
    t.is(await stateOf('1'), 'Active  Successful');
    t.is((await invoke(stand, FunctionName, {}, { Qualifier: '1' })).ExecutedVersion, '1');
    pass(1);
    t.is(await stateOf('1'), 'Active  Successful', 'it was called');
    t.is(await stateOf('$LATEST'), 'Inactive Idle Successful');
    pass(59);
    t.is(await stateOf('1'), 'Inactive Idle Successful');

    const call = () => invoke(stand, FunctionName, {}, { Qualifier: '1' });
    const isRefused = (made: Promise<unknown>) =>
      refused(t, made, 'ResourceConflictException', 409, pending);
    await isRefused(call());
    t.is(await stateOf('1'), 'Pending Restoring Successful');
    await isRefused(call());
    pass(2);
    t.is(await stateOf('1'), 'Active  Successful');
    t.is((await call()).ExecutedVersion, '1');

    await isRefused(invoke(stand, FunctionName));
    const change = new UpdateFunctionConfigurationCommand({ FunctionName, Timeout: 9 });
    await isRefused(lambda.send(change));
    pass(2);
    t.is((await lambda.send(change)).Timeout, 9);
  },
);

testEmbedded('without the setting no version is ever Inactive', async (t) => {
  const stand = await setUpClock(t);
  const { FunctionName } = await createFunction(t, stand);
  stand.pass(3_000_000);
  t.is((await invoke(stand, FunctionName)).StatusCode, 200);
});
