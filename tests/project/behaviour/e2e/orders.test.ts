import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { z } from 'zod';
import type { Policy } from '../../../../stack/policy/policy.ts';
import { allows } from '../release/_iam.ts';
import { projectRoot } from '../../suite/project-root.ts';
import { createCheckout } from './_checkout.ts';

const checkout = await createCheckout();
test.after.always(() => checkout.close());

/** As it is encrypted in the example's `Pulumi.local.yaml`. */
const key = 'orders-tests-0123456789';

const example = join(projectRoot, 'examples', 'orders');

test.before(async () => {
  for (const tier of ['unit', 'lambda', 'api']) {
    await rm(join(checkout.root, 'tests', tier, 'greeting.test.ts'));
  }
  await cp(example, checkout.root, { recursive: true });
  // Its settings have the project's name.
  await cp(join(projectRoot, 'Pulumi.yaml'), join(checkout.root, 'Pulumi.yaml'));
});

test.serial('the orders API is released, with its table, through all gates', async (t) => {
  t.timeout(120_000);
  const { status, stdout, stderr } = await checkout.release();
  t.is(status, 0, stderr);
  t.regex(stdout, /\nReleased in /);
  await checkout.serve();
  t.like(await checkout.ask('prod', '/orders?customer=nobody'), { status: 200, body: [] });
  t.false((stdout + stderr).includes(key));
});

test.serial('who writes needs the key that own.ts made; no report shows it', async (t) => {
  const url = (await checkout.status()).targets.find(({ name }) => name === 'prod')?.url ?? '';
  const order = { customer: 'ada', lines: [{ article: 'tea', quantity: 2 }] };
  const place = (headers: Readonly<Record<string, string>>) =>
    fetch(`${url}/orders`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(order),
    });
  t.is((await place({})).status, 403);
  t.is((await place({ 'x-api-key': key })).status, 201);
  const { stdout } = await checkout.shell(
    `grep -rlF '${key}' "$0" --exclude-dir=node_modules --exclude-dir=state || true`,
  );
  t.is(stdout, '');
});

test.serial('the policy for provisioning is also for what own.ts makes', async (t) => {
  const { status, stdout, stderr } = await checkout.run('policy', ['--json']);
  t.is(status, 0, stderr);
  const { provisioning } = z.object({ provisioning: z.custom<Policy>() }).parse(JSON.parse(stdout));
  const inApiGateway = (path: string) => `arn:aws:apigateway:eu-west-1::${path}`;
  for (const [action, arn] of [
    ['dynamodb:CreateTable', 'arn:aws:dynamodb:eu-west-1:000000000000:table/orders-orders'],
    ['apigateway:POST', inApiGateway('/apikeys')],
    ['apigateway:PATCH', inApiGateway('/usageplans/a1b2c3')],
    ['apigateway:POST', inApiGateway('/usageplans/a1b2c3/keys')],
  ] as const) {
    t.true(allows(provisioning, action, arn), `${action} ${arn}`);
  }
  t.false(
    allows(
      provisioning,
      'dynamodb:DeleteTable',
      'arn:aws:dynamodb:eu-west-1:000000000000:table/of-others',
    ),
  );
  t.notRegex(stderr, /infra\/own/);
});

test.serial(
  'a route that is red is put back, mended it is released; an inert queue is named',
  async (t) => {
    t.timeout(120_000);
    const before = await checkout.ask('prod', '/health');
    await checkout.edit('Pulumi.local.yaml', 'local:strict: true', 'local:strict: false');
    await checkout.edit(
      'infra/own.ts',
      'import { Table }',
      "import { Queue } from '@pulumi/aws/sqs/queue.js';\nimport { Table }",
    );
    const made = '  const orders = new Table(';
    await checkout.edit('infra/own.ts', made, `  new Queue('jobs', { tags });\n${made}`);
    await checkout.edit('function/requests.ts', "status: 'ok'", "status: 'changed'");
    const undo = await checkout.edit(
      'infra/openapi.yaml',
      "statusCode: '201'",
      "statusCode: '200'",
    );
    const red = await checkout.release();
    t.is(red.status, 1, red.stderr);
    t.regex(red.stderr, /warning: Queue jobs: not modelled by the embedded AWS/);
    t.regex(red.lastLine, /^The api tier is red .*Put back: stage/);
    t.deepEqual(await checkout.ask('prod', '/health'), before);
    await undo();
    const green = await checkout.release();
    t.is(green.status, 0, green.stderr);
    t.like(await checkout.ask('prod', '/health'), { status: 200, body: { status: 'changed' } });
  },
);
