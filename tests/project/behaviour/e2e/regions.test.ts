import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { z } from 'zod';
import { Clients } from '../../../../local/tests/_helpers/clients.ts';
import { project } from '../../../../stack/project.ts';
import { projectRoot } from '../../suite/project-root.ts';
import { pointsToRun } from '../../_helpers/matrix.ts';
import { killAtCall } from './_called.ts';
import { createCheckout } from './_checkout.ts';

const checkout = await createCheckout();
test.after.always(() => checkout.close());

const [home, american, australian] = ['eu-west-1', 'us-east-1', 'ap-southeast-2'] as const;
const key = `${project}:regions: `;
const naming = (...regions: readonly string[]) => `${key}[${regions.join(', ')}]`;

/** Calls by which a region goes, in the order in which Pulumi comes to them. */
const deletions = [
  'UpdateTable',
  'PutRolePolicy',
  'DeleteStage',
  'RemovePermission',
  'DeleteAlias',
  'DeleteRestApi',
  'DeleteFunction',
];
/** In the quick form it kills when the table is to leave the region, and when the function is to go. */
const quick = { stride: 6, start: 0 };

test.before(async () => {
  for (const tier of ['unit', 'lambda', 'api']) {
    await rm(join(checkout.root, 'tests', tier, 'greeting.test.ts'));
  }
  await cp(join(projectRoot, 'examples', 'orders'), checkout.root, { recursive: true });
  // Its settings have the project's name.
  await cp(join(projectRoot, 'Pulumi.yaml'), join(checkout.root, 'Pulumi.yaml'));
});

const pulumi = (...args: readonly string[]) =>
  checkout.run('local', ['--', 'pulumi', ...args, '--stack', 'local']);

/** How many resources `pulumi up` created, updated and so on, as it says at its end. */
async function up(): Promise<Readonly<Record<string, number>>> {
  const { status, stdout, stderr } = await pulumi('up', '--yes', '--skip-preview');
  if (status !== 0) {
    throw new Error(stdout + stderr);
  }
  const [, resources = ''] = /Resources:\n([^]*?)\n\n/.exec(stdout) ?? [];
  const counts = resources.matchAll(/(\d+) (\w+)/g);
  return Object.fromEntries([...counts].map(([, count, what]) => [what ?? '', Number(count)]));
}

const ofRegion = z.object({
  functionArn: z.string(),
  restApiId: z.string(),
  targets: z.record(z.string(), z.object({ url: z.string() })),
});
const outputsOf = ofRegion.extend({ regions: z.record(z.string(), ofRegion).optional() });

async function outputs() {
  const { stdout } = await pulumi('stack', 'output', '--json');
  return outputsOf.parse(JSON.parse(stdout.slice(stdout.indexOf('{'))));
}

test.serial('pulumi up makes function, API and table in each region of a stack', async (t) => {
  t.timeout(120_000);
  await checkout.edit('Pulumi.local.yaml', 'config:\n', `config:\n  ${naming(home, american)}\n`);
  await checkout.serve();
  const { created = 0 } = await up();
  t.true(created > 60, String(created));
  const made = await outputs();
  t.deepEqual(Object.keys(made.regions ?? {}), [american]);
  t.regex(made.functionArn, /:lambda:eu-west-1:/);
  t.regex(made.regions?.[american]?.functionArn ?? '', /:lambda:us-east-1:/);
});

test.serial('a second one changes nothing, and a region is added beside the others', async (t) => {
  t.timeout(120_000);
  const { unchanged = 0, ...others } = await up();
  t.deepEqual(others, {});
  const before = await outputs();
  await checkout.edit(
    'Pulumi.local.yaml',
    naming(home, american),
    naming(home, american, australian),
  );
  const { created = 0, updated, ...rest } = await up();
  t.true(created > 20, String(created));
  // The table's replicas, two policies of the one role, and the record of the settings at each API.
  t.is(updated, 5);
  t.is(rest.unchanged, unchanged - 5);
  const { regions: { [australian]: added, ...regions } = {}, ...ofHome } = await outputs();
  t.deepEqual({ ...ofHome, regions }, before);
  t.regex(added?.functionArn ?? '', /:lambda:ap-southeast-2:/);
  const { status } = await fetch(`${added?.targets.prod?.url ?? ''}/health`);
  t.is(status, 503, 'no release went there yet');
});

test.serial('an order that is placed in one region is in all of them', async (t) => {
  const endpoint = await checkout.serve();
  const credentials = await checkout.clients().lambda.config.credentials();
  const clients = [home, american, australian].map(
    (region) => new Clients(endpoint, region, credentials),
  );
  const TableName = 'orders-orders';
  const Key = { id: { S: '7' } };
  await clients.at(-1)?.dynamodb.send(new PutItemCommand({ TableName, Item: Key }));
  for (const { dynamodb, lambda } of clients) {
    t.deepEqual((await dynamodb.send(new GetItemCommand({ TableName, Key }))).Item, Key);
    const { Environment } = await lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: 'orders' }),
    );
    t.like(Environment, { Variables: { ORDERS_TABLE: TableName } });
  }
  for (const each of clients) {
    each.destroy();
  }
});

test.serial(
  'a region that is left out stays until it is retired, however often that is killed, and the others stay',
  async (t) => {
    t.timeout(300_000);
    const { regions: { [american]: gone, ...regions } = {}, ...ofHome } = await outputs();
    await checkout.edit(
      'Pulumi.local.yaml',
      naming(home, american, australian),
      naming(home, australian),
    );
    const refused = await pulumi('up', '--yes', '--skip-preview');
    t.not(refused.status, 0);
    t.regex(refused.stdout + refused.stderr, /regions: us-east-1 is not among them any more/);
    t.is((await checkout.run('retire', ['--region', home, '--yes'])).status, 2);

    const retire = ['--region', american, '--yes'];
    for (const operation of pointsToRun(deletions, quick.stride, quick.start)) {
      await killAtCall(checkout, operation, 'retire', retire);
    }
    const { status, stdout, stderr } = await checkout.run('retire', retire);
    t.is(status, 0, stderr);
    t.regex(stdout, /Region us-east-1 is gone/);
    t.deepEqual(await outputs(), { ...ofHome, regions });
    t.is((await fetch(`${gone?.targets.prod?.url ?? ''}/health`)).ok, false);
    t.deepEqual(Object.keys(await up()), ['unchanged']);
  },
);
