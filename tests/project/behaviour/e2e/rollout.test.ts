import { join } from 'node:path';
import test from 'ava';
import { createReleasedCheckout } from './_released.ts';

const checkout = await createReleasedCheckout({ areTiersGreen: true });
test.after.always(() => checkout.close());

const settings = (interval: number) => `    name: greeting
  gated-lambda-release:targets:
    - { name: stage, alias: STAGE, apiStage: stage }
    - name: prod
      alias: PROD
      apiStage: prod
      approval: required
      rollout:
        steps: [25, 50]
        interval: ${String(interval)}
        judge: { minSamples: 5, probesPerSecond: 50 }
`;

test.serial('a target that asks for approval is rolled out once it is given', async (t) => {
  t.timeout(180_000);
  await checkout.serve();
  await checkout.edit('Pulumi.local.yaml', '    name: greeting\n', settings(1));
  await checkout.editHandler('second');
  const stopped = await checkout.release();
  t.is(stopped.status, 0, stopped.stderr);
  t.regex(
    stopped.stdout,
    /Target prod waits for approval, after .* s\. Next: npm run release -- --continue\n$/,
  );
  t.is(await checkout.edition('stage'), 'second');
  t.is(await checkout.edition('prod'), 'edition');
  const { stdout } = await checkout.run('status');
  t.regex(
    stdout,
    /3@\w+ waits for approval before target prod\. Next: npm run release -- --continue\n$/,
  );

  const continued = await checkout.release('--continue');
  t.is(continued.status, 0, continued.stderr);
  t.regex(continued.stderr, /✓ judge 25 % of prod .*probes/);
  t.is(await checkout.edition('prod'), 'second');

  const nothing = await checkout.release('--continue');
  t.is(nothing.status, 2);
  t.regex(nothing.stderr, /Nothing waits for approval\. /);
});

test.serial('a rollout that was killed shows, and a rollback ends it', async (t) => {
  t.timeout(180_000);
  await checkout.edit('Pulumi.local.yaml', 'interval: 1', 'interval: 600');
  await checkout.editHandler('third');
  t.is((await checkout.release()).status, 0);
  const events = join(checkout.root, 'events.ndjson');
  const running = checkout.start('release', ['--continue', '--events', events]);
  await checkout.reached(events, 'judge-prod-25', running);
  const { targets } = await checkout.status();
  t.deepEqual(targets[1]?.weights, { '4': 0.25 });
  running.killAll('SIGKILL');
  await running.ended;

  const { stdout } = await checkout.run('status');
  t.regex(
    stdout,
    /target prod was being rolled out, at 25 %, to 4@\w+, and its last accepted pair is 3@/,
  );
  const rolledBack = await checkout.run('rollback');
  t.is(rolledBack.status, 0, rolledBack.stderr);
  t.deepEqual((await checkout.status()).targets[1]?.weights, {});
  t.is(await checkout.edition('prod'), 'second');
});
