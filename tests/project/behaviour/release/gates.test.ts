import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { z } from 'zod';
import { bundle, type Bundle } from '../../../../bundler/bundle.ts';
import { integrationKey } from '../../../../infra/route-rules.ts';
import { temporaryFolder } from '../../../../local/tests/_helpers/temporary-folder.ts';
import { root } from '../../../../runner/root.ts';
import { runFailingRelease, runRelease } from './_release.ts';
import { createStack, handlerSaying } from './_stack.ts';
import { green, red } from './_tier-commands.ts';

test.serial('before the first release both URLs say that nothing was released', async (t) => {
  const stack = await createStack(t);
  t.regex(await stack.ask('stage'), /^503 /);
  t.regex(await stack.ask('prod'), /^503 /);
});

test.serial('a first release takes the candidate through every target', async (t) => {
  const stack = await createStack(t);
  const { outcome, targets } = await runRelease(t, stack, {
    bundle: await handlerSaying(t, 'one'),
  });
  t.is(outcome, 'released');
  t.deepEqual(
    targets.map(({ name, alias }) => [name, alias.version]),
    [
      ['stage', '2'],
      ['prod', '2'],
    ],
  );
  const served = `200 one 2@${stack.outputs.deploymentId}`;
  t.is(await stack.ask('stage'), served);
  t.is(await stack.ask('prod'), served);
});

test.serial('a first release with a red gate leaves both targets as they were', async (t) => {
  const stack = await createStack(t);
  const bundle = await handlerSaying(t, 'one');
  const failure = await runFailingRelease(t, stack, { bundle, tiers: { api: red } });
  t.is(failure.status, 1);
  t.deepEqual(failure.putBack, ['stage']);
  t.regex(await stack.ask('stage'), /^503 /);
  t.regex(await stack.ask('prod'), /^503 /);
});

test.serial('the same inputs again release nothing and write nothing', async (t) => {
  const stack = await createStack(t);
  const bundle = await handlerSaying(t, 'one');
  await runRelease(t, stack, { bundle });
  stack.aws.calls.clear();
  const { outcome } = await runRelease(t, stack, { bundle });
  t.is(outcome, 'nothing to release');
  const operations = new Set(stack.aws.calls.list().map(({ operation }) => operation));
  t.deepEqual([...operations].sort(), [
    'GetAlias',
    'GetCallerIdentity',
    'GetDeployment',
    'GetFunctionConfiguration',
    'GetStage',
  ]);
});

for (const [tier, expected] of [
  ['unit', []],
  ['lambda', []],
  ['api', ['stage']],
] as const) {
  test.serial(
    `with the ${tier} tier red, both targets serve what they served before`,
    async (t) => {
      const stack = await createStack(t);
      await runRelease(t, stack, { bundle: await handlerSaying(t, 'one') });
      const before = [await stack.ask('stage'), await stack.ask('prod')];
      const failure = await runFailingRelease(t, stack, {
        bundle: await handlerSaying(t, 'two'),
        tiers: { [tier]: red },
      });
      t.is(failure.status, 1);
      t.deepEqual(failure.putBack, expected);
      t.deepEqual([await stack.ask('stage'), await stack.ask('prod')], before);
      t.regex(failure.message, new RegExp(`The ${tier} tier is red`));
      t.regex(failure.message, /Serving now: stage 2@\w+, prod 2@\w+\. Next: .*npm run release$/);
    },
  );
}

test.serial('a red gate on the last target puts only that target back', async (t) => {
  const stack = await createStack(t);
  await runRelease(t, stack, { bundle: await handlerSaying(t, 'one') });
  const failure = await runFailingRelease(t, stack, {
    bundle: await handlerSaying(t, 'two'),
    tiers: { api: `node --eval process.exitCode=process.env.API_URL.endsWith("prod")?1:0` },
  });
  t.deepEqual(failure.putBack, ['prod']);
  t.regex(await stack.ask('stage'), /^200 two 3@/);
  t.regex(await stack.ask('prod'), /^200 one 2@/);
});

test.serial('a changed API definition reaches stage, is tested there, and then prod', async (t) => {
  const stack = await createStack(t);
  const bundle = await handlerSaying(t, 'one');
  await runRelease(t, stack, { bundle });
  const deploymentId = await stack.deployApi(withCacheControl('no-cache'));
  const { outcome } = await runRelease(t, stack, { bundle, deploymentId });
  t.is(outcome, 'released');
  t.is(await stack.ask('stage'), `200 one 2@${deploymentId}`);
  t.is(await stack.ask('prod'), `200 one 2@${deploymentId}`);
});

test.serial(
  'a changed API definition whose gate is red is put back, and never reaches prod',
  async (t) => {
    const stack = await createStack(t);
    const bundle = await handlerSaying(t, 'one');
    await runRelease(t, stack, { bundle });
    const before = [await stack.ask('stage'), await stack.ask('prod')];
    const deploymentId = await stack.deployApi(withCacheControl('no-cache'));
    const failure = await runFailingRelease(t, stack, {
      bundle,
      deploymentId,
      tiers: { api: red },
    });
    t.deepEqual(failure.putBack, ['stage']);
    t.deepEqual([await stack.ask('stage'), await stack.ask('prod')], before);
  },
);

test.serial(
  'after a red candidate, the code that is live again makes no new version',
  async (t) => {
    const stack = await createStack(t);
    const one = await handlerSaying(t, 'one');
    await runRelease(t, stack, { bundle: one });
    await runFailingRelease(t, stack, {
      bundle: await handlerSaying(t, 'two'),
      tiers: { lambda: red },
    });
    const { outcome } = await runRelease(t, stack, { bundle: one });
    t.is(outcome, 'nothing to release');
  },
);

test.serial('a tier is told what to test', async (t) => {
  const stack = await createStack(t);
  const says = (...names: string[]) =>
    `node --eval if([${names.map((name) => `process.env.${name}`).join(',')}].some((v)=>!v))process.exit(1)`;
  const { outcome } = await runRelease(t, stack, {
    bundle: await handlerSaying(t, 'one'),
    tiers: {
      unit: green,
      lambda: says('FUNCTION_NAME', 'FUNCTION_VERSION', 'AWS_REGION'),
      api: says('TARGET', 'API_URL', 'EXPECTED_VERSION', 'EXPECTED_DEPLOYMENT', 'AWS_REGION'),
    },
  });
  t.is(outcome, 'released');
});

test.serial('the api tier is told the name of the target that it tests', async (t) => {
  const stack = await createStack(t);
  const { outcome } = await runRelease(t, stack, {
    bundle: await handlerSaying(t, 'one'),
    tiers: {
      api: `node --eval process.exitCode=process.env.API_URL.endsWith("/"+process.env.TARGET)?0:1`,
    },
  });
  t.is(outcome, 'released');
});

test.serial(
  'a route with AWS_PROXY passes the gates with a handler that proves its pair',
  async (t) => {
    const stack = await createStack(t);
    await runRelease(t, stack, { bundle: await handlerSaying(t, 'mapped') });
    const deploymentId = await stack.deployApi(asProxy);
    const { outcome } = await runRelease(t, stack, {
      bundle: await proxyHandlerSaying(t, 'passed on'),
      deploymentId,
      tiers: { lambda: green },
    });
    t.is(outcome, 'released');
    t.is(await stack.ask('stage'), `200 passed on 3@${deploymentId}`);
    t.is(await stack.ask('prod'), `200 passed on 3@${deploymentId}`);
  },
);

test.serial('a dry run writes nothing and shows the same steps', async (t) => {
  const stack = await createStack(t);
  const steps: string[] = [];
  stack.aws.calls.clear();
  const { outcome } = await runRelease(t, stack, {
    bundle: await handlerSaying(t, 'one'),
    isDryRun: true,
    onEvent: (event) => {
      if (event.kind === 'step-ended') {
        steps.push(event.step);
      }
    },
  });
  t.is(outcome, 'planned');
  t.deepEqual(
    stack.aws.calls.list().filter(({ operation }) => !operation.startsWith('Get')),
    [],
  );
  const real: string[] = [];
  await runRelease(t, stack, {
    bundle: await handlerSaying(t, 'one'),
    onEvent: (event) => {
      if (event.kind === 'step-ended') {
        real.push(event.step);
      }
    },
  });
  // Some run side by side, and end in any order.
  t.deepEqual([...new Set(steps)].sort(), [...new Set(real)].sort());
});

function withCacheControl(value: string) {
  return (body: string) => body.replaceAll("'no-store'", `'${value}'`);
}

const proxied = z.looseObject({
  paths: z.record(
    z.string(),
    z.record(z.string(), z.looseObject({ [integrationKey]: z.looseObject({ uri: z.string() }) })),
  ),
});

/** The same routes by `AWS_PROXY`. */
function asProxy(body: string): string {
  const { paths, ...document } = proxied.parse(JSON.parse(body));
  for (const operation of Object.values(paths).flatMap((item) => Object.values(item))) {
    const { uri } = operation[integrationKey];
    operation[integrationKey] = { type: 'aws_proxy', httpMethod: 'POST', uri };
  }
  return JSON.stringify({ ...document, paths });
}

async function proxyHandlerSaying(t: ExecutionContext, greeting: string): Promise<Bundle> {
  const file = join(await temporaryFolder(t, 'handler-'), 'handler.ts');
  const wrapper = join(root, 'function', 'prove-pair.ts');
  const body = JSON.stringify({ greeting });
  await writeFile(
    file,
    `import { provePair } from ${JSON.stringify(wrapper)};
     export const handler = provePair(() => ({ statusCode: 200, body: ${JSON.stringify(body)} }));`,
  );
  return bundle(file);
}
