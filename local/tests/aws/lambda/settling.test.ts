import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  PublishVersionCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import type { ExecutionContext } from 'ava';

import { testEmbedded } from '../../_helpers/embedded-only.ts';
import { createFunction, handlerZip, invoke, setUp, type Stand } from './_helpers/functions.ts';
import { refused } from './_helpers/refusal.ts';

/** A stand whose clock only moves when the test says so. */
async function withClock(t: ExecutionContext) {
  let now = Date.parse('2026-11-23T05:00:00Z');
  const stand = await setUp(t, { now: () => now, timings: { pendingMs: 1000, inProgressMs: 500 } });
  const pass = (ms: number) => {
    now += ms;
  };
  return { stand, pass };
}

function describe({ lambda }: Stand, FunctionName: string, Qualifier?: string) {
  return lambda.send(new GetFunctionConfigurationCommand({ FunctionName, Qualifier }));
}

testEmbedded('a function is Pending after creation, then Active', async (t) => {
  const { stand, pass } = await withClock(t);
  const { FunctionName, RevisionId } = await createFunction(t, stand);
  const pending = await describe(stand, FunctionName);
  t.is(pending.State, 'Pending');
  t.is(pending.LastUpdateStatus, undefined);
  t.is(pending.LastModified, '2026-11-23T05:00:00.000+0000');
  t.is(pending.RevisionId, RevisionId);
  pass(1000);
  const active = await describe(stand, FunctionName);
  t.like(active, { State: 'Active', StateReason: undefined, LastUpdateStatus: 'Successful' });
  t.not(active.RevisionId, RevisionId, 'the revision changes when the state does');
});

testEmbedded('a Pending function takes no update, publish or call', async (t) => {
  const { stand } = await withClock(t);
  const { FunctionName } = await createFunction(t, stand);
  const message =
    'The operation cannot be performed at this time. ' +
    'The function is currently in the following state: Pending';
  const { lambda } = stand;
  const calls = [
    lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Timeout: 5 })),
    lambda.send(new PublishVersionCommand({ FunctionName })),
    lambda.send(new InvokeCommand({ FunctionName })),
  ];
  for (const call of calls) {
    await refused(t, call, 'ResourceConflictException', 409, message);
  }
});

testEmbedded(
  'an update is InProgress, then Successful, and excludes another meanwhile',
  async (t) => {
    const { stand, pass } = await withClock(t);
    const { FunctionName, FunctionArn = '' } = await createFunction(t, stand);
    pass(1000);
    const { lambda } = stand;
    const updated = await lambda.send(
      new UpdateFunctionConfigurationCommand({ FunctionName, Timeout: 5 }),
    );
    t.like(updated, { Timeout: 5, State: 'Active', LastUpdateStatus: 'InProgress' });
    const message =
      'The operation cannot be performed at this time. ' +
      `An update is in progress for resource: ${FunctionArn}`;
    const ZipFile = await handlerZip('return 2');
    const calls = [
      lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Timeout: 6 })),
      lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile })),
      lambda.send(new PublishVersionCommand({ FunctionName })),
    ];
    for (const call of calls) {
      await refused(t, call, 'ResourceConflictException', 409, message);
    }
    pass(500);
    t.like(await describe(stand, FunctionName), { Timeout: 5, LastUpdateStatus: 'Successful' });
    await t.notThrowsAsync(lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile })));
  },
);

testEmbedded('the former code serves until an update has settled', async (t) => {
  const { stand, pass } = await withClock(t);
  const { FunctionName } = await createFunction(t, stand, {
    Code: { ZipFile: await handlerZip('return "old"') },
  });
  pass(1000);
  const ZipFile = await handlerZip('return "new"');
  await stand.lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
  t.is((await invoke(stand, FunctionName)).payload, 'old');
  pass(500);
  t.is((await invoke(stand, FunctionName)).payload, 'new');
});

testEmbedded(
  'a version that PublishVersion makes is Active at once and has one RevisionId',
  async (t) => {
    const { stand, pass } = await withClock(t);
    const { FunctionName } = await createFunction(t, stand);
    pass(1000);
    const published = await stand.lambda.send(new PublishVersionCommand({ FunctionName }));
    t.like(published, { Version: '1', State: 'Active', LastUpdateStatus: 'Successful' });
    t.is((await invoke(stand, FunctionName, {}, { Qualifier: '1' })).StatusCode, 200);
    pass(1000);
    t.is((await describe(stand, FunctionName, '1')).RevisionId, published.RevisionId);
  },
);

testEmbedded(
  'a version published at creation is Pending first and keeps its RevisionId',
  async (t) => {
    const { stand, pass } = await withClock(t);
    const { FunctionName, ...created } = await createFunction(t, stand, { Publish: true });
    t.like(created, { Version: '1', State: 'Pending' });
    pass(1000);
    t.like(await describe(stand, FunctionName, '1'), {
      State: 'Active',
      RevisionId: created.RevisionId,
    });
  },
);

testEmbedded(
  'the revision of $LATEST changes with an update and again when it settles',
  async (t) => {
    const { stand, pass } = await withClock(t);
    const { FunctionName } = await createFunction(t, stand);
    pass(1000);
    const before = await describe(stand, FunctionName);
    const { RevisionId: during } = await stand.lambda.send(
      new UpdateFunctionConfigurationCommand({ FunctionName, Timeout: 5 }),
    );
    pass(500);
    const after = await describe(stand, FunctionName);
    t.is(new Set([before.RevisionId, during, after.RevisionId]).size, 3);
    await refused(
      t,
      stand.lambda.send(new PublishVersionCommand({ FunctionName, RevisionId: during })),
      'PreconditionFailedException',
      412,
    );
  },
);
