import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GetStageCommand } from '@aws-sdk/client-api-gateway';
import test, { type ExecutionContext } from 'ava';
import { temporaryFolder } from '../../../../local/tests/_helpers/temporary-folder.ts';
import type { ReleaseEvent } from '../../../../runner/report/events.ts';
import { readTargets } from '../../../../runner/traffic/target.ts';
import { openStandby } from '../../../../runner/traffic/standby.ts';
import { Candidates, isOf, type Candidate, type Change } from './_candidates.ts';
import { startRelease } from './_child.ts';
import { createContext, runFailingRelease, runRelease } from './_release.ts';
import { releaseBoth, runRollback } from './_rollback.ts';
import { createStack, handlerSaying, type TestStack } from './_stack.ts';
import { endlessOnStandby, red, redOn } from './_tier-commands.ts';

const withStandby = { hasStandby: true };
/** An api tier that goes on, on the standby, until a file is there. */
const until = (file: string) =>
  `node --eval if(process.env.API_URL.endsWith("_standby"))i=setInterval(()=>{if(require("fs").existsSync("${file}"))clearInterval(i)},20)`;

const codeAlone: Change = { code: true, api: false };
const both: Change = { code: true, api: true };

const changes: Readonly<Record<string, Change>> = {
  code: codeAlone,
  'API definition': { code: false, api: true },
  'code and API definition': both,
};

/** Answers of one request to the standby of `prod`: the status, and the pair that it names. */
async function askStandby({ outputs }: TestStack): Promise<string> {
  const answer = await fetch(`${outputs.targets.prod?.standbyUrl ?? ''}/greeting`, {
    headers: { connection: 'close' },
  });
  await answer.arrayBuffer();
  const served = ['x-lambda-version', 'x-api-deployment'].map((name) => answer.headers.get(name));
  return `${String(answer.status)} ${served.filter(Boolean).join('@')}`.trim();
}

/** What the runner wrote of what callers of `prod` meet, since the log began. */
function movesOfProd({ aws }: TestStack): readonly string[] {
  return aws.lag.writes
    .list()
    .filter(({ name }) => ['prod', 'PROD'].includes(name))
    .map(({ kind, name }) => `${kind} ${name}`);
}

/** Begins the log of writes anew; what is there is written into it first. */
function movesFrom(stack: TestStack): () => readonly string[] {
  const before = movesOfProd(stack).length;
  return () => movesOfProd(stack).slice(before);
}

for (const [title, change] of Object.entries(changes)) {
  test.serial(`${title}: a candidate is served on the standby while its tests run`, async (t) => {
    const stack = await createStack(t, {}, withStandby);
    const candidates = await Candidates.release(t, stack);
    t.is(await askStandby(stack), '429');
    const before = await stack.ask('prod');
    const candidate = await candidates.next('second', change);
    const moves = movesFrom(stack);
    const seen: Promise<string>[] = [];
    const movedByThen: (readonly string[])[] = [];
    const asked = join(await temporaryFolder(t), 'asked');
    const steps: string[] = [];
    await runRelease(t, stack, {
      ...candidate,
      tiers: { api: until(asked) },
      onEvent(event) {
        if (event.kind === 'step-started') {
          steps.push(event.step);
        }
        if (event.kind === 'step-started' && event.step === 'api-tier-prod') {
          seen.push(askStandby(stack), stack.ask('prod'));
          void Promise.allSettled(seen).then(() => writeFile(asked, ''));
        }
        if (event.kind === 'step-ended' && event.step === 'api-tier-prod') {
          movedByThen.push(moves());
        }
        if (event.kind === 'step-ended' && event.step === 'close-prod') {
          seen.push(askStandby(stack));
        }
      },
    });
    const { version } = await stack.alias('PROD');
    const served = `${version}@${candidate.deploymentId}`;
    t.deepEqual(await Promise.all(seen), [`200 ${served}`, before, '429']);
    t.deepEqual(movedByThen, [[]]);
    t.true(isOf(await stack.ask('prod'), candidate));
    t.is(await askStandby(stack), '429');
    t.deepEqual(steps.slice(steps.indexOf('accept-stage')), [
      'accept-stage',
      'standby-prod',
      'ready-standby-prod',
      'api-tier-prod',
      'close-prod',
      'promote-prod',
      'ready-prod',
      'accept-prod',
      'settle',
    ]);
  });

  test.serial(`${title}: red on the standby, nothing that callers meet has moved`, async (t) => {
    const stack = await createStack(t, {}, withStandby);
    const candidates = await Candidates.release(t, stack);
    const before = await stack.ask('prod');
    const standbyBefore = (await stack.alias('PROD_STANDBY')).version;
    const candidate = await candidates.next('second', change);
    const moves = movesFrom(stack);
    const failure = await runFailingRelease(t, stack, {
      ...candidate,
      tiers: { api: redOn('prod_standby') },
    });
    t.is(failure.status, 1);
    t.deepEqual(failure.putBack, []);
    t.deepEqual(moves(), []);
    t.regex(failure.message, /The api tier is red.* Serving now: stage \S+, prod \S+\. Next: /);
    t.is(await stack.ask('prod'), before);
    t.is(await askStandby(stack), '429');
    if (change.code) {
      const { version } = await stack.alias('PROD_STANDBY');
      t.true(['1', standbyBefore].includes(version), `the standby holds ${version}`);
    }
    const { deploymentId } = await readStandby(stack);
    t.is(deploymentId, stack.outputs.deploymentId);
  });
}

test.serial(
  'the standby alias knows the candidate before its turn, and nobody is answered with it',
  async (t) => {
    const stack = await createStack(t, {}, withStandby);
    await releaseBoth(t, stack, 'one');
    const before = await stack.ask('prod');
    const moves = movesFrom(stack);
    const held: Promise<string>[] = [];
    const answered: Promise<string>[] = [];
    await runRelease(t, stack, {
      bundle: await handlerSaying(t, 'two'),
      deploymentId: await stack.deployApi((body) => body.replaceAll("'no-store'", "'two'")),
      onEvent(event) {
        if (event.kind === 'step-started' && event.step === 'promote-stage') {
          held.push(stack.alias('PROD_STANDBY').then(({ version }) => version));
          answered.push(askStandby(stack), stack.ask('prod'));
          t.deepEqual(moves(), []);
        }
      },
    });
    t.deepEqual(await Promise.all(answered), ['429', before]);
    t.deepEqual(await Promise.all(held), [(await stack.alias('STAGE')).version]);
  },
);

/** In which order a release went through its steps: `start accept-stage`, `end accept-stage`. */
function noteSteps(): {
  readonly order: string[];
  readonly onEvent: (event: ReleaseEvent) => void;
} {
  const order: string[] = [];
  const onEvent = (event: ReleaseEvent) => {
    if (event.kind === 'step-started' || event.kind === 'step-ended') {
      order.push(`${event.kind === 'step-started' ? 'start' : 'end'} ${event.step}`);
    }
  };
  return { order, onEvent };
}

test.serial('the standby takes the candidate while the target before it is accepted', async (t) => {
  const stack = await createStack(t, {}, withStandby);
  await runRelease(t, stack, { bundle: await handlerSaying(t, 'one') });
  const { order, onEvent } = noteSteps();
  await runRelease(t, stack, { bundle: await handlerSaying(t, 'two'), onEvent });
  const expected = [
    'end api-tier-stage',
    'start standby-prod',
    'end accept-stage',
    'start api-tier-prod',
  ];
  t.deepEqual(
    order.filter((step) => expected.includes(step)),
    expected,
  );
});

for (const [title, options] of Object.entries({
  'it waits for approval': { targets: { prod: { approval: 'required' } } },
  'a release stops before it': { until: 'stage' },
} as const)) {
  test.serial(`the standby of a target stays closed where ${title}`, async (t) => {
    const stack = await createStack(t, {}, withStandby);
    await runRelease(t, stack, { bundle: await handlerSaying(t, 'one') });
    const { order, onEvent } = noteSteps();
    await runRelease(t, stack, { bundle: await handlerSaying(t, 'two'), ...options, onEvent });
    t.true(order.includes('end accept-stage'));
    t.false(order.includes('start standby-prod'));
    t.is(await askStandby(stack), '429');
  });
}

const stopped: Readonly<
  Record<string, (t: ExecutionContext, stack: TestStack) => Promise<unknown>>
> = {
  'the lambda tier is red': async (t, stack) =>
    runFailingRelease(t, stack, {
      bundle: await handlerSaying(t, 'three'),
      tiers: { lambda: red },
    }),
  'a gate of the target before it is red': async (t, stack) =>
    runFailingRelease(t, stack, {
      bundle: await handlerSaying(t, 'three'),
      tiers: { api: redOn('/stage') },
    }),
  'its target waits for approval': async (t, stack) =>
    runRelease(t, stack, {
      bundle: await handlerSaying(t, 'three'),
      targets: { prod: { approval: 'required' } },
    }),
};

for (const [title, stop] of Object.entries(stopped)) {
  test.serial(`the standby holds the pair before again when ${title}`, async (t) => {
    const stack = await createStack(t, {}, withStandby);
    await releaseBoth(t, stack, 'one');
    await releaseBoth(t, stack, 'two');
    const { version } = await stack.alias('PROD_STANDBY');
    await stop(t, stack);
    t.is((await stack.alias('PROD_STANDBY')).version, version);
    t.is(await askStandby(stack), '429');
  });
}

test.serial('a first release is tested on the standby, too', async (t) => {
  const stack = await createStack(t, {}, withStandby);
  const moves = movesFrom(stack);
  const bundle = await handlerSaying(t, 'one');
  const failure = await runFailingRelease(t, stack, {
    bundle,
    tiers: { api: redOn('prod_standby') },
  });
  t.is(failure.status, 1);
  // It leaves $LATEST, for the placeholder.
  t.deepEqual(moves(), ['alias PROD']);
  t.regex(await stack.ask('prod'), /^503 /);
  t.regex(await stack.ask('stage'), /^200 one /);
  t.is((await runRelease(t, stack, { bundle })).outcome, 'released');
  t.regex(await stack.ask('prod'), /^200 one /);
});

/** A release that is killed while the candidate is tested on the standby, which is left open. */
async function leaveOpen(t: ExecutionContext, stack: TestStack, candidate: Candidate) {
  const before = await stack.ask('prod');
  const child = await startRelease(t, stack, {
    ...candidate,
    id: 'killed',
    apiTier: endlessOnStandby,
  });
  child.begin();
  await child.reached('api-tier-prod');
  child.kill('SIGKILL');
  await child.ended();
  t.regex(await askStandby(stack), /^200 /);
  t.is(await stack.ask('prod'), before);
}

const commands: Readonly<
  Record<string, (t: ExecutionContext, stack: TestStack, left: Candidate) => Promise<unknown>>
> = {
  'a release of the same': (t, stack, left) => runRelease(t, stack, left),
  'a release of something else': async (t, stack) =>
    runRelease(t, stack, { bundle: await handlerSaying(t, 'else') }),
  'a release that is red early': async (t, stack, { bundle }) =>
    runFailingRelease(t, stack, { bundle, tiers: { unit: red } }),
  'a release that waits for approval': (t, stack, left) =>
    runRelease(t, stack, { ...left, targets: { prod: { approval: 'required' } } }),
  'a rollback': (t, stack) => runRollback(t, stack),
};

for (const [title, command] of Object.entries(commands)) {
  test.serial(`a standby that a killed release left open is closed by ${title}`, async (t) => {
    const stack = await createStack(t, {}, withStandby);
    const candidates = await Candidates.release(t, stack);
    await runRelease(t, stack, await candidates.next('second', both));
    const left = await candidates.next('third', both);
    await leaveOpen(t, stack, left);
    await command(t, stack, left);
    t.is(await askStandby(stack), '429');
  });
}

test.serial('told to stop while its tests run, it closes the standby', async (t) => {
  const stack = await createStack(t, {}, withStandby);
  await runRelease(t, stack, { bundle: await handlerSaying(t, 'one') });
  const child = await startRelease(t, stack, {
    bundle: await handlerSaying(t, 'two'),
    id: 'interrupted',
    apiTier: endlessOnStandby,
  });
  child.begin();
  await child.reached('api-tier-prod');
  child.kill('SIGINT');
  t.is((await child.ended()).status, 130);
  t.is(await askStandby(stack), '429');
  t.regex(await stack.ask('prod'), /^200 one /);
});

test.serial('a release of what serves closes a standby that somebody opened', async (t) => {
  const stack = await createStack(t, {}, withStandby);
  const bundle = await handlerSaying(t, 'one');
  await runRelease(t, stack, { bundle });
  await openByHand(t, stack, bundle);
  t.is((await runRelease(t, stack, { bundle })).outcome, 'released');
  t.is(await askStandby(stack), '429');
  t.is((await runRelease(t, stack, { bundle })).outcome, 'nothing to release');
});

test.serial('after a release of both the pair before is one call away', async (t) => {
  const stack = await createStack(t, {}, withStandby);
  await releaseBoth(t, stack, 'one');
  await releaseBoth(t, stack, 'two');
  const moves = movesFrom(stack);
  const moved: (readonly string[])[] = [];
  await runRollback(t, stack, {
    onEvent: (event) => {
      if (event.kind === 'step-ended' && event.step === 'go-back-prod') {
        moved.push(moves());
      }
    },
  });
  t.deepEqual(moved, [['stage prod']]);
  t.regex(await stack.ask('prod'), /^200 one /);
});

test.serial('the standby costs a release a few calls', async (t) => {
  const count = async (hasStandby: boolean) => {
    const stack = await createStack(t, {}, { hasStandby });
    await runRelease(t, stack, { bundle: await handlerSaying(t, 'one') });
    stack.aws.calls.clear();
    await runRelease(t, stack, { bundle: await handlerSaying(t, 'two') });
    return stack.aws.calls.list().filter(({ operation }) => /Alias|Stage/.test(operation)).length;
  };
  const added = (await count(true)) - (await count(false));
  t.log(`${String(added)} calls more`);
  t.true(added <= 8);
});

function readStandby({ clients, outputs }: TestStack) {
  const { standbyStage: stageName } = outputs.targets.prod ?? {};
  return clients.apigateway.send(new GetStageCommand({ restApiId: outputs.restApiId, stageName }));
}

async function openByHand(t: ExecutionContext, stack: TestStack, bundle: Candidate['bundle']) {
  const { writers } = createContext(t, stack, { bundle });
  for (const prod of await readTargets(writers, stack.outputs, ['prod'])) {
    await openStandby(writers, prod, prod.apiStage.deploymentId, { rateLimit: 10, burstLimit: 10 });
  }
  t.regex(await askStandby(stack), /^200 /);
}
