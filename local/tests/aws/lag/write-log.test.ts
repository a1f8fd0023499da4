import { randomUUID } from 'node:crypto';

import { DeleteStageCommand, UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import { UpdateAliasCommand } from '@aws-sdk/client-lambda';
import test from 'ava';

import { byName } from '../../../aws/by-name.ts';
import { present } from '../../../aws/lag/view.ts';
import { WriteLog, type RecordedWrite } from '../../../aws/lag/write-log.ts';
import type { Region } from '../../../aws/region.ts';
import { testEmbedded } from '../../_helpers/embedded-only.ts';
import { signedFetch } from '../../_helpers/signed-fetch.ts';
import { setUpLagging } from './_lagging.ts';

testEmbedded('what aliases and stages serve is logged, and nothing else', async (t) => {
  const stand = await setUpLagging(t);
  const { aws, lambda, clients, functionName, restApiId, deployments } = stand;
  aws.lag.restartLog();
  const FunctionName = functionName;
  const moved = {
    ...{ FunctionName, Name: 'PROD', FunctionVersion: '1' },
    RoutingConfig: { AdditionalVersionWeights: { 2: 0.25 } },
  };
  await lambda.send(new UpdateAliasCommand(moved));
  await lambda.send(new UpdateAliasCommand({ ...moved, Description: randomUUID() }));
  const named = { restApiId, stageName: 'prod' };
  const patch = (path: string, value: string) => ({ op: 'replace', path, value }) as const;
  const patchOperations = [
    patch('/canarySettings/percentTraffic', '10'),
    patch('/canarySettings/deploymentId', deployments[1]),
    patch('/canarySettings/stageVariableOverrides/LambdaAlias', 'NEXT'),
  ];
  await clients.apigateway.send(new UpdateStageCommand({ ...named, patchOperations }));
  const closing = ['rateLimit', 'burstLimit'].map((limit) =>
    patch(`/*/*/throttling/${limit}`, '0'),
  );
  await clients.apigateway.send(new UpdateStageCommand({ ...named, patchOperations: closing }));
  await clients.apigateway.send(new DeleteStageCommand(named));

  const answer = await signedFetch(`${stand.url}/_local/writes`);
  const { writes, isWhole } = (await answer.json()) as {
    readonly writes: readonly RecordedWrite[];
    readonly isWhole: boolean;
  };
  t.true(isWhole);
  t.true(writes.every(({ at, region }) => at > 0 && region === 'eu-west-1'));
  const [deploymentId] = deployments;
  const stage = { deploymentId, variables: { LambdaAlias: 'PROD' }, isClosed: false };
  const canary = { percent: 10, deploymentId: deployments[1], variables: { LambdaAlias: 'NEXT' } };
  t.deepEqual(
    writes.map(({ kind, name, value }) => ({ kind, name, value })),
    [
      { kind: 'alias', name: 'PROD', value: { version: '1', weights: {} } },
      { kind: 'stage', name: 'prod', value: stage },
      { kind: 'alias', name: 'PROD', value: { version: '1', weights: { 2: 0.25 } } },
      { kind: 'stage', name: 'prod', value: { ...stage, canary } },
      { kind: 'stage', name: 'prod', value: { ...stage, canary, isClosed: true } },
      { kind: 'stage', name: 'prod', value: null },
    ],
  );
  await signedFetch(`${stand.url}/_local/writes`, { method: 'DELETE' });
  t.deepEqual(
    aws.lag.writes.list().map(({ name }) => name),
    ['PROD'],
  );
});

test('the log keeps the last 10,000 writes, and tells that there were more', (t) => {
  const log = new WriteLog();
  const region = { account: '', region: '', now: () => 0, dataPlane: present } as unknown as Region;
  const alias = { name: 'PROD', description: '', weights: byName<number>(), revisionId: '' };
  for (let version = 1; version <= 25_000; version++) {
    const value = { ...alias, functionVersion: String(version) };
    log.record(region, { kind: 'alias', owner: 'fn', name: 'PROD', value }, 0);
    t.is(log.isWhole, version <= 10_000);
  }
  t.is(log.list().length, 10_000);
  t.like(log.list().at(-1), { value: { version: '25000' } });
  log.clear();
  t.deepEqual([log.list(), log.isWhole], [[], true]);
});
