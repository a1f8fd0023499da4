import { LambdaClient } from '@aws-sdk/client-lambda';
import test, { type ExecutionContext } from 'ava';
import { LockedError } from '../../../../runner/errors.ts';
import { formatHolder, parseHolder } from '../../../../runner/lock/lock-holder.ts';
import type { Reads } from '../../../../runner/lock/free-lock.ts';
import { acquireLock } from '../../../../runner/lock/take-lock.ts';
import { eventually } from '../_eventually.ts';
import {
  acquire,
  beatMs,
  elsewhere,
  find,
  leftBehind,
  openLockStand,
  pretendElsewhere,
  stopClock,
  tick,
  type LockStand,
} from './_lock.ts';

/** How old answers of AWS may be, in seconds. */
const read = 10;
/** As many answers as it takes until they are true. */
const oldAnswers = (read * 1000) / 500;

/** A lock whose content was another one until just now, as AWS may go on to answer. */
async function openAfter(
  t: ExecutionContext,
  { before, now }: { readonly before: string; readonly now: readonly string[] },
): Promise<LockStand> {
  const stand = await openLockStand(t, before, { read });
  stand.stack.aws.lag.pass(read);
  for (const description of now) {
    await stand.write(description);
  }
  return stand;
}

test.serial('who was killed just now is taken over though AWS says it is free', async (t) => {
  const stand = await openAfter(t, { before: 'free', now: [leftBehind('killed')] });
  const lock = await acquire(stand.contender(), 'r1');
  t.is(parseHolder(await stand.description())?.release, 'r1');
  await lock.release();
});

test.serial('who gave the lock back just now is not running though AWS says so', async (t) => {
  const held = formatHolder({ release: 'r1', process: elsewhere, beat: 3 });
  const stand = await openAfter(t, { before: held, now: ['free'] });
  t.is((await find(stand.contender())).interrupted, undefined);
  const lock = await acquire(stand.contender(), 'r2');
  await lock.release();
});

test.serial('old answers about who was killed elsewhere are no beats', async (t) => {
  const [first = '', ...later] = [1, 2, 3].map((number) =>
    formatHolder({ release: 'killed', process: elsewhere, beat: number }),
  );
  const stand = await openAfter(t, { before: first, now: later });
  stopClock(t);
  const before = stand.calls('GetAlias');
  const finding = find(stand.contender());
  const isWatching = () => stand.calls('GetAlias') >= before + oldAnswers + 3;
  await eventually(t, isWatching, 'it waits for a beat');
  tick(3 * beatMs);
  t.is((await finding).interrupted, 'killed');
});

test.serial('who took the lock just now is found running though AWS says it is free', async (t) => {
  const stand = await openAfter(t, { before: 'free', now: [] });
  stopClock(t);
  const holder = stand.contender();
  pretendElsewhere(holder);
  const lock = await acquire(holder, 'r1');
  let isRefused = false;
  const refusal = t
    .throwsAsync(acquire(stand.contender(), 'r2'), {
      instanceOf: LockedError,
      message: /^Another release .*of greeting is running$/,
    })
    .then(() => {
      isRefused = true;
    });
  const goOn = async () => {
    tick(beatMs);
    await stand.description();
    return isRefused;
  };
  await eventually(t, goOn, 'the other is refused while this one beats');
  await refusal;
  t.false(lock.isLost());
  await lock.release();
});

test('a lock that was freed while AWS was asked for long is taken', async (t) => {
  let now = 0;
  const reads: Reads = {
    oldReadMs: 2_500,
    now: () => now,
    sleep: (ms) => Promise.resolve((now += ms)),
  };
  const credentials = { accessKeyId: 'nobody', secretAccessKey: 'nothing' };
  const lambda = new LambdaClient({ region: 'eu-west-1', credentials });
  const refused = Object.assign(new Error('refused'), { name: 'PreconditionFailedException' });
  const free = (RevisionId: string) => ({ RevisionId, Description: 'free' });
  const asked = [free('1'), free('2'), free('3')];
  const written = [refused, free('4')];
  lambda.middlewareStack.add(
    (_, { commandName }) =>
      () => {
        const answer = (commandName === 'GetAliasCommand' ? asked : written).shift();
        // As long as until no answer can be older than what was refused.
        now += answer === refused ? reads.oldReadMs : 0;
        return answer === undefined || answer instanceof Error
          ? Promise.reject(answer ?? new Error(`One ${String(commandName)} too many`))
          : Promise.resolve({
              output: { $metadata: {}, Name: 'RELEASE', FunctionVersion: '$LATEST', ...answer },
              response: undefined,
            });
      },
    { step: 'serialize' },
  );
  const stop = new AbortController();
  const lock = await acquireLock(lambda, 'greeting', 'r1', stop, { reads });
  t.false(lock.isLost());
  written.push(free('5'));
  await lock.release();
});
