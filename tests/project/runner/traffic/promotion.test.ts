import test from 'ava';
import { ConflictError } from '../../../../runner/errors.ts';
import { formatPair } from '../../../../stack/pair.ts';
import { acceptTrial, beginTrial, putBack, trialOf } from '../../../../runner/traffic/promotion.ts';
import { hasAccepted, isWhole, pairOf } from '../../../../runner/traffic/target.ts';
import { openStand, type Place, type Stand } from '../_stand.ts';
import { journal, pair, targetAt } from '../_targets.ts';

const trial = (candidate: Place) => `(trial ${candidate} after 1@old by release r1)`;

const moves: Readonly<Partial<Record<Place, readonly string[]>>> = {
  '2@old': [`alias PROD: 2 ${trial('2@old')}`],
  '1@new': [
    `alias PROD: 1 ${trial('1@new')}`,
    'stage prod: /deploymentId new, /variables/LambdaAlias PROD',
  ],
  '2@new': [
    `alias PROD: 1 ${trial('2@new')}`,
    'alias PROD_STANDBY: 2 (standby of PROD)',
    'stage prod: /deploymentId new, /variables/LambdaAlias PROD_STANDBY',
  ],
};
const candidates = Object.entries(moves) as [Place, readonly string[]][];

for (const [candidate, expected] of candidates) {
  test(`a trial of ${candidate} on 1@old writes the journal first, then moves in order`, async (t) => {
    const stand = await openStand(t);
    const onTrial = await beginTrial(
      stand.clients,
      await stand.read(),
      stand.pair(candidate),
      'r1',
    );
    t.deepEqual(stand.writes(), expected);
    t.deepEqual(await stand.read(), onTrial);
    t.deepEqual(pairOf(onTrial), stand.pair(candidate));
  });

  test(`put back from ${candidate}, alias and API stage are where they were, and it is accepted`, async (t) => {
    const stand = await openStand(t);
    const before = await stand.read();
    await beginTrial(stand.clients, before, stand.pair(candidate), 'r1');
    const restored = await putBack(stand.clients, await stand.read(), 'r1');
    const now = await stand.read();
    t.deepEqual(now, restored);
    t.deepEqual(now.apiStage, before.apiStage);
    t.is(now.alias.version, before.alias.version);
    t.true(hasAccepted(now, stand.pair('1@old')));
    t.is(await stand.ask(), '200 one 1@old');
  });
}

test('while code and API definition change, no request meets one without the other', async (t) => {
  const stand = await openStand(t);
  const seen: string[] = [await stand.ask()];
  stand.before(/./, async () => seen.push(await stand.ask()));
  await beginTrial(stand.clients, await stand.read(), stand.pair('2@new'), 'r1');
  await putBack(stand.clients, await stand.read(), 'r1');
  seen.push(await stand.ask());
  t.deepEqual(
    [...new Set(seen)],
    ['200 one 1@old', '200 two 2@new'],
    'nothing else was ever answered',
  );
  t.is(seen.at(-1), '200 one 1@old');
});

test('a candidate that is accepted already is not moved again', async (t) => {
  const stand = await openStand(t);
  const target = await stand.read();
  t.is(await beginTrial(stand.clients, target, stand.pair('1@old'), 'r1'), target);
  t.deepEqual(stand.writes(), []);
});

test('a trial that was interrupted between its moves is put back whole', async (t) => {
  const stand = await openStand(t);
  stand.dieBefore(/^stage prod/);
  const candidate = stand.pair('2@new');
  await t.throwsAsync(beginTrial(stand.clients, await stand.read(), candidate, 'r1'), {
    message: 'killed',
  });
  const restored = await putBack(stand.clients, await stand.read(), 'r2');
  t.true(restored !== undefined && isWhole(restored));
  t.true(hasAccepted(await stand.read(), stand.pair('1@old')));
  t.is(await stand.ask(), '200 one 1@old');
});

test('what is not on trial is not put back', async (t) => {
  const stand = await openStand(t);
  t.is(await putBack(stand.clients, await stand.read(), 'r1'), undefined);
  t.deepEqual(stand.writes(), []);
});

test('a trial is accepted with the pair before in the journal', async (t) => {
  const stand = await openStand(t);
  const candidate = stand.pair('2@new');
  const onTrial = await beginTrial(stand.clients, await stand.read(), candidate, 'r1');
  stand.writes();
  const accepted = await acceptTrial(stand.clients, onTrial, 'r1');
  t.deepEqual(stand.writes(), ['alias PROD: 1 (accepted 2@new after 1@old by release r1)']);
  t.deepEqual(await stand.read(), accepted);
  t.true(hasAccepted(accepted, candidate));
});

test('what is accepted already is not written again', async (t) => {
  const stand = await openStand(t);
  const target = await stand.read();
  t.is(await acceptTrial(stand.clients, target, 'r1'), target);
  t.deepEqual(stand.writes(), []);
});

const byHand: Readonly<Record<string, (stand: Stand) => Promise<void>>> = {
  alias: (stand) => stand.moveAliasByHand('3'),
  'API stage': (stand) => stand.moveStageByHand('old'),
};

for (const [what, act] of Object.entries(byHand)) {
  test(`a trial whose ${what} somebody moved is not accepted`, async (t) => {
    const stand = await openStand(t, { versions: 3 });
    const onTrial = await beginTrial(stand.clients, await stand.read(), stand.pair('2@new'), 'r1');
    await act(stand);
    await t.throwsAsync(acceptTrial(stand.clients, onTrial, 'r1'), {
      instanceOf: ConflictError,
      message: /^Somebody else moved (target prod \(alias PROD\) meanwhile|the API stage prod to )/,
    });
    t.regex((await stand.stack.alias('PROD')).description, /^trial /);
  });
}

test('a target that somebody moved since it was read is not moved', async (t) => {
  const stand = await openStand(t, { versions: 3 });
  const target = await stand.read();
  await stand.moveAliasByHand('3');
  await t.throwsAsync(beginTrial(stand.clients, target, stand.pair('2@old'), 'r1'), {
    instanceOf: ConflictError,
  });
  t.is((await stand.read()).alias.version, '3');
});

test('an API stage that somebody moves in the middle of a promotion is left alone', async (t) => {
  const stand = await openStand(t);
  stand.before(/^alias PROD_STANDBY/, () => stand.moveStageByHand('new'));
  const target = await stand.read();
  await t.throwsAsync(beginTrial(stand.clients, target, stand.pair('2@new'), 'r1'), {
    instanceOf: ConflictError,
    message: /^Somebody else moved the API stage prod/,
  });
  const { alias, apiStage } = await stand.read();
  t.is(alias.version, '1');
  t.is(apiStage.deploymentId, stand.pair('1@new').deployment);
  t.is(apiStage.alias, 'PROD');
});

test('a journal of a trial names what is good, and what was rolled back, the candidate as well', (t) => {
  const rolledBack = ['3@new', '2@new'];
  const before = targetAt('1@old', {
    journal: journal('accepted', '1@old', ['0@old'], { rolledBack }),
  });
  const {
    percent,
    before: good,
    ...rest
  } = trialOf(before, { version: '2', deployment: 'new' }, 'r2', 25);
  t.is(percent, 25);
  t.deepEqual(good.map(formatPair), ['1@old', '0@old']);
  t.deepEqual(rest, {
    state: 'trial',
    pair: { version: '2', deployment: 'new' },
    over: undefined,
    rolledBack: rolledBack.map(pair),
    by: 'release',
    release: 'r2',
  });
});

test('a put-back keeps what rollbacks took away', async (t) => {
  const stand = await openStand(t, {
    versions: 3,
    journal: 'accepted 1@old after nothing by release r0, rolled back from 3@old',
  });
  await beginTrial(stand.clients, await stand.read(), stand.pair('2@old'), 'r1');
  stand.writes();
  await putBack(stand.clients, await stand.read(), 'r1');
  t.is(
    stand.writes().at(-1),
    'alias PROD: 1 (accepted 1@old after nothing by release r1, rolled back from 3@old)',
  );
});

test('what a person made serve is gone back to, and is not called good', async (t) => {
  const stand = await openStand(t, { versions: 3 });
  await stand.moveAliasByHand('3');
  const before = await stand.read();
  await beginTrial(stand.clients, before, stand.pair('2@new'), 'r1');
  const [line = ''] = stand.writes();
  t.is(line, 'alias PROD: 3 (trial 2@new after 1@old over 3@old by release r1)');
  await putBack(stand.clients, await stand.read(), 'r1');
  const { alias, apiStage } = await stand.read();
  t.is(alias.version, '3');
  t.deepEqual(apiStage, before.apiStage);
  t.is(stand.writes().at(-1), 'alias PROD: 3 (accepted 1@old after nothing by release r1)');
});
