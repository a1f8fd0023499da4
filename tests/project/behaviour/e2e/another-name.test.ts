import { GetFunctionCommand } from '@aws-sdk/client-lambda';
import test from 'ava';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { createCheckout } from './_checkout.ts';

const checkout = await createCheckout();
test.after.always(() => checkout.close());

const second = `config:
  aws:region: eu-west-1
  orders:local: true
  orders:manageApiGatewayAccount: true
  orders:function:
    name: orders-second
  orders:targets:
    - { name: stage, alias: STAGE, apiStage: stage }
    - { name: canary, alias: CANARY, apiStage: canary }
    - { name: prod, alias: PROD, apiStage: prod }
  orders:release:
    readinessPath: /health
    propagation: { alias: 0, stage: 0, read: 0 }
`;

const served = z.object({
  targets: z.array(z.object({ name: z.string(), version: z.string(), url: z.string() })),
});

async function readTargets(stack: string) {
  const { stdout } = await checkout.run('status', ['--stack', stack, '--json']);
  return served.parse(JSON.parse(stdout)).targets;
}

test.serial('without a terminal a name has to be typed', async (t) => {
  const { status, stderr } = await checkout.run('init');
  t.is(status, 2);
  t.regex(stderr, /no terminal to ask on\. Next: npm run init -- --name orders --region eu-west-1/);
});

test.serial(
  'under another name, and without the example, two local stacks are released at once',
  async (t) => {
    const renamed = await checkout.run('init', ['--name', 'orders', '--remove-example']);
    t.is(renamed.status, 0, renamed.stderr);
    const schema = await readFile(join(checkout.root, 'stack', 'stack-file.schema.json'), 'utf8');
    t.true(schema.includes('"orders:function"'));
    t.false(schema.includes('gated-lambda-release'));

    await writeFile(join(checkout.root, 'Pulumi.second.yaml'), second);
    const stacks = ['local', 'second'];
    const releases = await Promise.all(stacks.map((stack) => checkout.release('--stack', stack)));
    for (const { status, stderr } of releases) {
      t.is(status, 0, stderr);
    }
    const state = join(checkout.root, '.local', 'pulumi', '.pulumi', 'stacks', 'orders');
    t.deepEqual(
      stacks.filter((stack) => existsSync(join(state, `${stack}.json`))),
      stacks,
    );
  },
);

test.serial('each has the targets and the name of its settings', async (t) => {
  await checkout.serve();
  for (const [stack, name, targets] of [
    ['local', 'orders', ['stage', 'prod']],
    ['second', 'orders-second', ['stage', 'canary', 'prod']],
  ] as const) {
    const found = await readTargets(stack);
    t.deepEqual(
      found.map((target) => target.name),
      [...targets],
    );
    for (const { url, version } of found) {
      const answer = await fetch(`${url}/health`);
      t.is(answer.headers.get('x-lambda-version'), version);
    }
    const { Tags } = await checkout
      .clients()
      .lambda.send(new GetFunctionCommand({ FunctionName: name }));
    t.is(Tags?.['gated-lambda-release:stack'], `orders/${stack}`);
  }
});
