import test, { type ExecutionContext } from 'ava';
import type { Bundle } from '../../../function/bundle.ts';
import { startRelease } from './_child.ts';
import { runFailingRelease, runRelease } from './_release.ts';
import { createStack, handlerSaying, type TestStack } from './_stack.ts';
import { red } from './_tier-commands.ts';

const endless = 'node --eval setInterval(()=>0,1e6)';

/** Kills at every call in the full form, at every fifth in the quick one. */
const stride = process.env.FULL_MATRIX === '1' ? 1 : 5;

/** What changes in a release. */
const changes = {
  'a code release': { code: true, api: false },
  'an API release': { code: false, api: true },
  'a combined release': { code: true, api: true },
} as const;
type Change = (typeof changes)[keyof typeof changes];

interface Candidate {
  readonly bundle: Bundle;
  readonly greeting: string;
  readonly deploymentId: string;
}

/** Makes the inputs of successive releases. */
class Candidates {
  readonly #t: ExecutionContext;
  readonly #stack: TestStack;
  current: Candidate;

  constructor(t: ExecutionContext, stack: TestStack, first: Candidate) {
    this.#t = t;
    this.#stack = stack;
    this.current = first;
  }

  async next(name: string, { code, api }: Change): Promise<Candidate> {
    const { bundle, greeting, deploymentId } = this.current;
    this.current = {
      ...(code
        ? { bundle: await handlerSaying(this.#t, name), greeting: name }
        : { bundle, greeting }),
      deploymentId: api
        ? await this.#stack.deployApi((body) => body.replaceAll("'no-store'", `'${name}'`))
        : deploymentId,
    };
    return this.current;
  }
}

for (const [title, change] of Object.entries(changes)) {
  test.serial(`killed before or after any call of ${title}, the next one converges`, async (t) => {
    t.timeout(900_000);
    const stack = await createStack(t);
    const bundle = await handlerSaying(t, 'first');
    const { deploymentId } = stack.outputs;
    await runRelease(t, stack, { bundle });
    const candidates = new Candidates(t, stack, { bundle, greeting: 'first', deploymentId });
    const calls = await countCalls(t, stack, await candidates.next('counted', change));
    let points = 0;
    for (let call = 1; call <= calls; call += stride) {
      for (const kind of ['exit-before', 'exit-after'] as const) {
        const point = `${kind}-${String(call)}`;
        const candidate = await candidates.next(point, change);
        await killAt(t, stack, candidate, { operation: '*', call, kind });
        points += 1;
      }
    }
    t.log(`killed at ${String(points)} points; the release makes ${String(calls)} calls`);
    t.true(points >= 10);
  });
}

async function countCalls(
  t: ExecutionContext,
  stack: TestStack,
  { bundle, deploymentId }: Candidate,
): Promise<number> {
  const child = await startRelease(t, stack, { bundle, deploymentId, id: 'counted' });
  stack.aws.calls.clear();
  child.begin();
  t.is((await child.ended()).status, 0);
  return stack.aws.calls.list().length;
}

async function killAt(
  t: ExecutionContext,
  stack: TestStack,
  { bundle, deploymentId, greeting }: Candidate,
  fault: { operation: string; call: number; kind: 'exit-before' | 'exit-after' },
): Promise<void> {
  const point = `${fault.kind} ${String(fault.call)}`;
  const ask = async () => ({ stage: await stack.ask('stage'), prod: await stack.ask('prod') });
  const before = await ask();
  const child = await startRelease(t, stack, { bundle, deploymentId, id: 'killed' });
  stack.aws.faults.replace([{ ...fault, pid: child.pid }]);
  child.begin();
  const { status } = await child.ended();
  stack.aws.faults.clear();
  t.true(status === null || status === 0, `${point}: ended with ${String(status)}`);

  const now = await ask();
  const isCandidate = (answer: string) =>
    answer.startsWith(`200 ${greeting} `) && answer.endsWith(`@${deploymentId}`);
  for (const target of ['stage', 'prod'] as const) {
    const isWhole = now[target] === before[target] || isCandidate(now[target]);
    t.true(isWhole, `${point}: ${target} serves ${now[target]}`);
  }
  if (now.prod !== before.prod) {
    t.regex((await stack.alias('STAGE')).description, /^accepted /, `${point}: prod was not gated`);
  }
  await runRelease(t, stack, { bundle, deploymentId });
  const converged = await ask();
  t.true(
    isCandidate(converged.stage) && isCandidate(converged.prod),
    `${point}: ${converged.prod}`,
  );
  t.is((await stack.alias('RELEASE')).description, 'free', point);
}

test.serial('a release that is red clears up after one that was killed', async (t) => {
  const stack = await createStack(t);
  await runRelease(t, stack, { bundle: await handlerSaying(t, 'one') });
  const child = await startRelease(t, stack, {
    bundle: await handlerSaying(t, 'two'),
    id: 'killed',
    apiTier: endless,
  });
  child.begin();
  await child.reached('api-tier-stage');
  child.kill('SIGKILL');
  await child.ended();
  t.regex(await stack.ask('stage'), /^200 two /);

  const failure = await runFailingRelease(t, stack, {
    bundle: await handlerSaying(t, 'three'),
    tiers: { unit: red },
  });
  t.deepEqual(failure.putBack, ['stage']);
  t.regex(await stack.ask('stage'), /^200 one /);
  t.regex(await stack.ask('prod'), /^200 one /);
});

test.serial('Ctrl-C puts back and says so', async (t) => {
  const stack = await createStack(t);
  await runRelease(t, stack, { bundle: await handlerSaying(t, 'one') });
  const child = await startRelease(t, stack, {
    bundle: await handlerSaying(t, 'two'),
    id: 'interrupted',
    apiTier: endless,
  });
  child.begin();
  await child.reached('api-tier-stage');
  child.kill('SIGINT');
  const { status, lastWords } = await child.ended();
  t.is(status, 130);
  t.regex(lastWords, /interrupted\. Put back: stage\. Serving now: .* Next: npm run release$/);
  t.regex(await stack.ask('stage'), /^200 one /);
  t.is((await stack.alias('RELEASE')).description, 'free');
});
