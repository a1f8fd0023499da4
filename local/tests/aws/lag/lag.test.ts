import { GetStagesCommand } from '@aws-sdk/client-api-gateway';
import {
  CreateAliasCommand,
  DeleteAliasCommand,
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  ListAliasesCommand,
  PreconditionFailedException,
  RemovePermissionCommand,
  UpdateAliasCommand,
} from '@aws-sdk/client-lambda';
import { Lag } from '../../../aws/lag/lag.ts';
import { noLag } from '../../../lag-settings.ts';
import type { Region } from '../../../aws/region.ts';
import { testEmbedded } from '../../_helpers/embedded-only.ts';
import { signedFetch } from '../../_helpers/signed-fetch.ts';
import { permit, setUpLagging, stageDeployment, type LaggingStand } from './_lagging.ts';

function moveAlias(stand: LaggingStand, version: string, alias = 'PROD'): Promise<unknown> {
  return stand.lambda.send(
    new UpdateAliasCommand({
      FunctionName: stand.functionName,
      Name: alias,
      FunctionVersion: version,
    }),
  );
}

/** What many connections are answered, one after the other: sorted, each answer once. */
async function answers(ask: () => Promise<string | undefined>, count = 12): Promise<string[]> {
  const all = new Set<string>();
  for (let left = count; left > 0; left--) {
    all.add(String(await ask()));
  }
  return [...all].sort();
}

async function inTurn(asks: readonly (() => Promise<string>)[]): Promise<string[]> {
  const answered: string[] = [];
  for (const ask of asks) {
    answered.push(await ask());
  }
  return answered;
}

testEmbedded(
  'Invoke by an alias comes to the old version until its host knows better',
  async (t) => {
    const stand = await setUpLagging(t);
    stand.lag({ alias: 2, hosts: 8 });
    await moveAlias(stand, '2');
    t.deepEqual(await answers(stand.invokeAnew), ['1']);
    stand.pass(1);
    t.deepEqual(await answers(stand.invokeAnew), ['1', '2']);
    stand.pass(1);
    t.deepEqual(await answers(stand.invokeAnew), ['2']);
  },
);

testEmbedded('a stage serves the old deployment until its host knows better', async (t) => {
  const stand = await setUpLagging(t);
  const [first, second] = stand.deployments;
  stand.lag({ stage: 5, hosts: 8 });
  await stand.moveStage(second);
  const ask = () => stand.open()();
  t.deepEqual(await answers(ask), [`1@${first}`]);
  stand.pass(2.5);
  t.deepEqual(await answers(ask), [`1@${first}`, `1@${second}`].sort());
  stand.pass(2.5);
  t.deepEqual(await answers(ask), [`1@${second}`]);
});

testEmbedded(
  'a connection stays at its host, which learns of changes one after the other',
  async (t) => {
    const stand = await setUpLagging(t);
    stand.lag({ alias: 2 });
    const asks = Array.from({ length: 12 }, () => stand.open());
    const seen = asks.map(() => new Array<string>());
    for (const version of ['2', '1', '2']) {
      await moveAlias(stand, version);
      for (let step = 0; step < 4; step++) {
        const round = await inTurn(asks);
        t.deepEqual(await inTurn(asks), round, 'as long as time stands still');
        round.forEach((answer, index) => seen[index]?.push(answer.slice(0, 1)));
        stand.pass(0.2);
      }
    }
    const hosts = new Set(seen.map((versions) => versions.join('')));
    t.true(hosts.size > 1 && hosts.size <= 4, [...hosts].join(' '));
    for (const versions of hosts) {
      t.regex(versions, /^1+2*1*2*$/);
    }
  },
);

testEmbedded('alias and stage are learned of in no common order', async (t) => {
  const stand = await setUpLagging(t);
  const pairs = ['1', '2'].flatMap((version) => stand.deployments.map((id) => `${version}@${id}`));
  stand.lag({ alias: 1, stage: 1, hosts: 50 });
  await Promise.all([moveAlias(stand, '2'), stand.moveStage(stand.deployments[1])]);
  stand.pass(0.5);
  t.deepEqual(await answers(() => stand.open()(), 40), pairs.sort());
});

testEmbedded('a permission and a new alias reach a host late, and so does their end', async (t) => {
  const stand = await setUpLagging(t);
  const { lambda, functionName, restApiId, deployments } = stand;
  stand.lag({ alias: 1, permission: 3 });
  await lambda.send(
    new CreateAliasCommand({ FunctionName: functionName, Name: 'NEXT', FunctionVersion: '2' }),
  );
  await permit(stand, functionName, restApiId, 'NEXT');
  await stand.moveStage(deployments[0], 'NEXT');
  const ask = () => stand.open()();
  t.deepEqual(await answers(ask), ['500']);
  stand.pass(1);
  t.deepEqual(await answers(ask), [`2@${deployments[0]}`, '500']);
  stand.pass(2);
  t.deepEqual(await answers(ask), [`2@${deployments[0]}`]);
  const named = { FunctionName: functionName, Qualifier: 'NEXT', StatementId: 'prod' };
  await lambda.send(new RemovePermissionCommand(named));
  t.deepEqual(await answers(ask), [`2@${deployments[0]}`]);
  stand.pass(3);
  t.deepEqual(await answers(ask), ['500']);
});

testEmbedded('a read may be old, and what it read is no ground for a write', async (t) => {
  const stand = await setUpLagging(t);
  const { lambda, functionName, deployments, restApiId, clients } = stand;
  stand.lag({ read: 1 });
  stand.pass(1);
  const named = { FunctionName: functionName, Name: 'PROD' };
  const before = await lambda.send(new GetAliasCommand(named));
  await moveAlias(stand, '2');
  await stand.moveStage(deployments[1]);
  stand.pass(0.5);
  const old = await answers(
    async () => (await lambda.send(new GetAliasCommand(named))).FunctionVersion,
  );
  t.deepEqual(old, ['1', '2']);
  const listed = await answers(async () => {
    const { Aliases = [] } = await lambda.send(new ListAliasesCommand(named));
    return Aliases.map(({ FunctionVersion }) => FunctionVersion).join(' ');
  });
  t.deepEqual(listed, ['1', '2']);
  const configured = await answers(async () => {
    const qualified = { FunctionName: functionName, Qualifier: 'PROD' };
    return (await lambda.send(new GetFunctionConfigurationCommand(qualified))).Version;
  });
  t.deepEqual(configured, ['1', '2']);
  t.deepEqual(await answers(() => stageDeployment(stand)), [...deployments].sort());
  const stages = await answers(async () => {
    const { item = [] } = await clients.apigateway.send(new GetStagesCommand({ restApiId }));
    return item.map(({ deploymentId }) => deploymentId).join(' ');
  });
  t.deepEqual(stages, [...deployments].sort());
  const late = { ...named, FunctionVersion: '1', RevisionId: before.RevisionId };
  await t.throwsAsync(lambda.send(new UpdateAliasCommand(late)), {
    instanceOf: PreconditionFailedException,
  });
  t.is(await stand.invokeAnew(), '2', 'hosts do not lag');
  stand.pass(0.5);
  t.deepEqual(await answers(() => stageDeployment(stand)), [deployments[1]]);
});

testEmbedded('a deleted alias is served, and read, for as long as it takes', async (t) => {
  const stand = await setUpLagging(t);
  const named = { FunctionName: stand.functionName, Name: 'PROD' };
  stand.lag({ alias: 1, read: 1 });
  await stand.lambda.send(new DeleteAliasCommand(named));
  t.is(await stand.invokeAnew(), '1');
  stand.pass(1);
  await t.throwsAsync(stand.invokeAnew(), { name: 'ResourceNotFoundException' });
  await t.throwsAsync(stand.lambda.send(new GetAliasCommand(named)), {
    name: 'ResourceNotFoundException',
  });
});

testEmbedded(
  'time that passes for the lag alone is time for hosts, reads and the log',
  async (t) => {
    const stand = await setUpLagging(t);
    const { lag } = stand.aws;
    const [first, second] = stand.deployments;
    stand.lag({ stage: 5, read: 5, hosts: 8 });
    await stand.moveStage(second);
    const ask = () => stand.open()();
    t.deepEqual(await answers(ask), [`1@${first}`]);
    lag.pass(5);
    t.deepEqual(await answers(ask), [`1@${second}`]);
    t.is(await stageDeployment(stand), second);
    await stand.moveStage(first);
    const [before = 0, after = 0] = lag.writes
      .list()
      .slice(-2)
      .map(({ at }) => at);
    t.is(after - before, 5000);
  },
);

testEmbedded('who wants to know the truth is told it while hosts lag', async (t) => {
  const stand = await setUpLagging(t);
  const { lag } = stand.aws;
  const [first, second] = stand.deployments;
  stand.lag({ stage: 5, read: 60, hosts: 8 });
  await stand.moveStage(second);
  const ask = () => stand.open()();
  t.deepEqual(await lag.truly(() => answers(ask)), [`1@${second}`]);
  t.is(await lag.truly(() => stageDeployment(stand)), second);
  const failed = lag.truly(() => Promise.reject(new Error('not known')));
  await t.throwsAsync(failed, { message: 'not known' });
  t.deepEqual(await answers(ask), [`1@${first}`]);
});

testEmbedded('without a lag operations get the region itself', (t) => {
  const region = { state: { lambda: { functions: {} }, apigateway: { restApis: {} } } };
  const lag = new Lag();
  t.is(lag.seenFrom({}, region as unknown as Region), region as unknown as Region);
});

testEmbedded('the lag is set, read and ended while the server runs', async (t) => {
  const stand = await setUpLagging(t);
  const url = `${stand.url}/_local/lag`;
  const body = JSON.stringify({ alias: 2, seed: 3 });
  const set = await signedFetch(url, { method: 'POST', body });
  const settings = { ...noLag, alias: 2, seed: 3 };
  t.deepEqual(await set.json(), settings);
  t.deepEqual(await (await signedFetch(url)).json(), settings);
  await moveAlias(stand, '2');
  t.is(await stand.invokeAnew(), '1');
  await signedFetch(url, { method: 'POST', body });
  t.is(await stand.invokeAnew(), '1', 'the same again changes nothing');
  await signedFetch(url, { method: 'DELETE' });
  t.is(await stand.invokeAnew(), '2');
  const refused = await signedFetch(url, { method: 'POST', body: '{"alias": -1}' });
  t.is(refused.status, 400);
  t.regex(await refused.text(), /alias of the lag is -1, but must be a number of seconds/);
  t.is((await signedFetch(url, { method: 'POST', body: 'alias=1' })).status, 400);
});
