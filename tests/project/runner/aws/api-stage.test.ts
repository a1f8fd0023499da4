import { GetStageCommand } from '@aws-sdk/client-api-gateway';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import {
  getApiStage,
  isSameRouting,
  moveApiStage,
  switchApiStage,
  type ApiStageState,
  type Routing,
} from '../../../../runner/aws/api-stage.ts';
import { ConflictError } from '../../../../runner/errors.ts';
import { openStand, type Stand } from '../_stand.ts';

interface StageStand extends Stand {
  readonly apiStage: ApiStageState;
  readonly readStage: () => Promise<ApiStageState>;
  readonly next: string;
}

async function openStageStand(t: ExecutionContext): Promise<StageStand> {
  const stand = await openStand(t, { versions: 1 });
  const { restApiId } = stand.stack.outputs;
  const readStage = () => getApiStage(stand.clients.apiGateway, restApiId, 'prod');
  const { deployment: next } = stand.pair('1@new');
  return { ...stand, readStage, apiStage: await readStage(), next };
}

test('a stage is read as AWS has it', async (t) => {
  const { apiStage, stack } = await openStageStand(t);
  const { restApiId, deploymentId } = stack.outputs;
  t.deepEqual(apiStage, {
    restApiId,
    name: 'prod',
    isClosed: false,
    settings: {
      throttling: { rateLimit: undefined, burstLimit: undefined },
      logging: 'OFF',
      dataTrace: false,
      variables: {},
    },
    deploymentId,
    alias: 'PROD',
    canary: undefined,
  });
});

test('deployment, alias and canary change in one call', async (t) => {
  const { clients, apiStage, next, readStage, writes } = await openStageStand(t);
  const canary = { percent: 12.5, deploymentId: apiStage.deploymentId, alias: 'PROD' };
  const to = { deploymentId: next, alias: 'PROD_STANDBY', canary };
  const moved = await moveApiStage(clients.apiGateway, apiStage, to);
  t.is(writes().length, 1);
  t.deepEqual(moved, { ...apiStage, ...to });
  t.deepEqual(await readStage(), moved);
});

test('a canary ends when none is asked for, and leaves the settings of the stage alone', async (t) => {
  const { clients, apiStage, next, readStage, stack } = await openStageStand(t);
  const canary = { percent: 20, deploymentId: next, alias: 'PROD_STANDBY' };
  const shifted = await moveApiStage(clients.apiGateway, apiStage, { ...apiStage, canary });
  t.deepEqual(await readStage(), { ...apiStage, canary });
  const { deploymentId, alias } = apiStage;
  t.deepEqual(await moveApiStage(clients.apiGateway, shifted, { deploymentId, alias }), apiStage);
  const { restApiId } = stack.outputs;
  const live = await stack.clients.apigateway.send(
    new GetStageCommand({ restApiId, stageName: 'prod' }),
  );
  t.is(live.canarySettings, undefined);
  t.deepEqual(live.variables, { LambdaAlias: 'PROD' });
});

test('a stage that is where it has to be is not written', async (t) => {
  const { clients, apiStage, next, readStage, writes } = await openStageStand(t);
  const to = { deploymentId: next, alias: 'PROD' };
  const moved = await moveApiStage(clients.apiGateway, apiStage, to);
  writes();
  // As after an earlier attempt whose answer was lost.
  t.deepEqual(await moveApiStage(clients.apiGateway, apiStage, to), moved);
  t.deepEqual(writes(), []);
  t.deepEqual(await readStage(), moved);
});

test('a stage that somebody else moved is left alone', async (t) => {
  const { clients, apiStage, next, moveStageByHand, readStage, writes } = await openStageStand(t);
  await moveStageByHand('new');
  await t.throwsAsync(
    moveApiStage(clients.apiGateway, apiStage, { ...apiStage, alias: 'PROD_STANDBY' }),
    {
      instanceOf: ConflictError,
      message: `Somebody else moved the API stage prod to deployment ${next} and alias PROD`,
    },
  );
  t.deepEqual(writes(), []);
  t.is((await readStage()).deploymentId, next);
});

test('who has read the stage just now switches it without another read', async (t) => {
  const { clients, apiStage, next, readStage, stack } = await openStageStand(t);
  stack.aws.calls.clear();
  const to = { deploymentId: next, alias: 'PROD_STANDBY' };
  const moved = await switchApiStage(clients.apiGateway, apiStage, to);
  t.deepEqual(
    stack.aws.calls.list().map(({ operation }) => operation),
    ['UpdateStage'],
  );
  t.deepEqual(await readStage(), moved);
});

const routing: fc.Arbitrary<Routing> = fc
  .tuple(
    fc.constantFrom('d1', 'd2'),
    fc.constantFrom('PROD', 'PROD_STANDBY'),
    fc.option(
      fc.record({
        percent: fc.constantFrom(5, 50),
        deploymentId: fc.constantFrom('d1', 'd2'),
        alias: fc.constantFrom('PROD', 'PROD_STANDBY'),
      }),
      { nil: undefined },
    ),
  )
  .map(([deploymentId, alias, canary]) => ({ deploymentId, alias, canary }));

test('two routings are the same when nothing in them differs, the canary included', (t) => {
  fc.assert(
    fc.property(routing, routing, (a, b) => {
      t.is(isSameRouting(a, b), JSON.stringify(a) === JSON.stringify(b));
      t.true(isSameRouting(a, { ...a, canary: a.canary && { ...a.canary } }));
    }),
    { numRuns: 300 },
  );
});
