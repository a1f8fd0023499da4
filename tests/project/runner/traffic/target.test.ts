import { DeleteAliasCommand } from '@aws-sdk/client-lambda';
import test from 'ava';
import fc from 'fast-check';
import { moveApiStage } from '../../../../runner/aws/api-stage.ts';
import { ConflictError, EnvironmentError } from '../../../../runner/errors.ts';
import { formatNext } from '../../../../runner/report/message.ts';
import { formatPair } from '../../../../stack/pair.ts';
import {
  canaryOf,
  formatServed,
  goodPairs,
  hasAccepted,
  isMovedByHand,
  isWhole,
  journalOf,
  pairBefore,
  pairOf,
  readTarget,
  readTargets,
  recordedPairs,
  sharesOf,
} from '../../../../runner/traffic/target.ts';
import { functionName } from '../../behaviour/release/_stack.ts';
import { openStand } from '../_stand.ts';
import { journal, pair, targetAt, type TargetParts } from '../_targets.ts';

const accepted = journal('accepted', '6@old', ['5@old']);
const trial = journal('trial', '7@new', ['6@old', '5@old']);
const newByStandby = { percent: 25, deploymentId: 'new', alias: 'PROD_STANDBY' };

test('a target serves what the alias points at that its API stage calls', (t) => {
  t.deepEqual(pairOf(targetAt('6@old', { standby: '7' })), pair('6@old'));
  t.deepEqual(pairOf(targetAt('6@new', { standby: '7', callsStandby: true })), pair('7@new'));
});

test('a weight of the alias is a share of the same deployment', (t) => {
  const target = targetAt('6@old', { weights: { '7': 0.07 } });
  t.deepEqual(sharesOf(target), [{ pair: pair('7@old'), percent: 7 }]);
  t.is(formatServed(target), '6@old (7 % 7@old)');
  t.false(isWhole(target));
});

test('a canary is a share of the deployment and the alias that it names', (t) => {
  const target = targetAt('6@old', { standby: '7', canary: newByStandby });
  t.deepEqual(sharesOf(target), [{ pair: pair('7@new'), percent: 25 }]);
  t.deepEqual(
    canaryOf({ ...target, standby: { ...target.standby, version: '8' } })?.pair,
    pair('8@new'),
  );
  t.deepEqual(
    canaryOf(targetAt('6@old', { canary: { ...newByStandby, alias: 'PROD' } }))?.pair,
    pair('6@new'),
  );
  t.is(formatServed(target), '6@old (25 % 7@new)');
  t.false(isWhole(target));
});

test('a target is whole when one pair serves all requests, by whichever alias', (t) => {
  t.true(isWhole(targetAt('6@old')));
  t.true(isWhole(targetAt('6@old', { callsStandby: true })));
  t.is(formatServed(targetAt('6@old')), '6@old');
});

/** Where an alias and a stage may be while the runner promotes 7@new from 6@old. */
const onTheWay: Readonly<Record<string, [string, TargetParts]>> = {
  'nothing has moved': ['6@old', {}],
  'the stage has moved to the standby alias': ['6@new', { standby: '7', callsStandby: true }],
  'the alias has moved': ['7@new', { standby: '7', callsStandby: true }],
  'everything has moved': ['7@new', {}],
  'the code is back': ['6@new', {}],
};

for (const [title, [served, parts]] of Object.entries(onTheWay)) {
  test(`a trial counts while ${title}`, (t) => {
    t.deepEqual(journalOf(targetAt(served, { ...parts, journal: trial })), trial);
  });
}

const shifting = journal('trial', '7@old', ['6@old'], { percent: 25 });
const byCanary = journal('trial', '7@new', ['6@old'], { percent: 25 });

const movedByHand: Readonly<Record<string, [string, TargetParts]>> = {
  'an accepted alias is elsewhere': ['5@old', { journal: accepted }],
  'the alias is at a third version': ['5@new', { journal: trial }],
  'the stage is at a third deployment': ['7@third', { journal: trial }],
  'the alias has a weight that nobody asked for': [
    '6@old',
    { journal: trial, weights: { '7': 0.25 } },
  ],
  'the weight is another': ['6@old', { journal: shifting, weights: { '7': 0.5 } }],
  'the weight is of another version': ['6@old', { journal: shifting, weights: { '5': 0.25 } }],
  'the canary gets more': [
    '6@old',
    { journal: byCanary, canary: { ...newByStandby, percent: 26 } },
  ],
  'the canary serves another deployment': [
    '6@old',
    { journal: byCanary, canary: { ...newByStandby, deploymentId: 'third' } },
  ],
  'the description is no journal': ['6@old', { journal: 'by hand' }],
};

for (const [title, [served, parts]] of Object.entries(movedByHand)) {
  test(`no journal counts when ${title}`, (t) => {
    const target = targetAt(served, parts);
    t.is(journalOf(target), undefined);
    t.deepEqual(pairBefore(target), pair(served));
    t.true(isMovedByHand(target));
    t.false(hasAccepted(target, pair(served)));
  });
}

test('a rollout counts at its share, and while it gets there', (t) => {
  t.deepEqual(
    journalOf(targetAt('6@old', { journal: shifting, weights: { '7': 0.25 } })),
    shifting,
  );
  t.deepEqual(journalOf(targetAt('6@old', { journal: byCanary, canary: newByStandby })), byCanary);
  const earlier = { ...newByStandby, percent: 5 };
  t.deepEqual(journalOf(targetAt('6@old', { journal: byCanary, canary: earlier })), byCanary);
});

test('a target goes back to what it serves, and while something is on trial to what was before it', (t) => {
  t.deepEqual(pairBefore(targetAt('6@old', { journal: accepted })), pair('6@old'));
  t.deepEqual(pairBefore(targetAt('7@new', { journal: trial })), pair('6@old'));
  const over = { ...trial, over: pair('9@third') };
  t.deepEqual(pairBefore(targetAt('7@new', { journal: over })), pair('9@third'));
});

test('a target is moved by hand when it does not serve what the journal says', (t) => {
  t.false(isMovedByHand(targetAt('6@old', { journal: accepted })));
  t.true(isMovedByHand(targetAt('6@third', { journal: accepted })), 'the API stage alone, too');
  t.false(isMovedByHand(targetAt('7@new', { journal: trial })));
});

test('a trial over what a person made counts on the way from there', (t) => {
  const over = { ...trial, over: pair('9@third') };
  for (const place of ['9@third', '7@third', '9@new', '7@new']) {
    t.deepEqual(journalOf(targetAt(place, { journal: over })), over, place);
  }
  t.is(journalOf(targetAt('6@old', { journal: over })), undefined);
  t.deepEqual(recordedPairs(targetAt('7@new', { journal: over })).map(formatPair), [
    '7@new',
    '9@third',
    '6@old',
    '5@old',
  ]);
});

test('what passed its gates is good, wherever the target was moved since', (t) => {
  for (const place of ['6@old', '9@third']) {
    const good = goodPairs(targetAt(place, { journal: accepted })).map(formatPair);
    t.deepEqual(good, ['6@old', '5@old']);
  }
  t.deepEqual(goodPairs(targetAt('7@new', { journal: trial })).map(formatPair), ['6@old', '5@old']);
  t.deepEqual(goodPairs(targetAt('7@new', { journal: 'by hand' })), []);
});

test('a recorded pair stays recorded when somebody moves the alias', (t) => {
  const target = targetAt('4@old', { journal: trial });
  t.is(journalOf(target), undefined);
  t.deepEqual(recordedPairs(target).map(formatPair), ['7@new', '6@old', '5@old']);
  t.deepEqual(recordedPairs(targetAt('4@old', { journal: 'by hand' })), []);
});

test('a pair is accepted when the journal says so and all requests get it', (t) => {
  const version = fc.constantFrom('6', '7');
  const deployment = fc.constantFrom('old', 'new');
  const place = fc.record({ version, deployment }).map(formatPair);
  const state = fc.constantFrom('trial' as const, 'accepted' as const);
  const weights = fc.constantFrom({}, { '8': 0.5 });
  fc.assert(
    fc.property(
      fc.record({
        served: place,
        written: place,
        asked: place,
        state,
        weights,
        callsStandby: fc.boolean(),
      }),
      ({ served, written, asked, state: stateNow, weights: weightsNow, callsStandby }) => {
        const target = targetAt(served, {
          journal: journal(stateNow, written),
          weights: weightsNow,
          callsStandby,
          standby: '9',
        });
        const isAll = Object.keys(weightsNow).length === 0 && !callsStandby;
        const expected = stateNow === 'accepted' && written === asked && served === asked && isAll;
        t.is(hasAccepted(target, pair(asked)), expected);
      },
    ),
    { numRuns: 500 },
  );
});

test('targets are read in the order of the configuration', async (t) => {
  const { clients, stack } = await openStand(t, { versions: 1 });
  const targets = await readTargets(clients, stack.outputs, ['prod', 'stage']);
  t.deepEqual(
    targets.map(({ name, alias, standby, apiStage, url }) => [
      name,
      alias.name,
      standby.name,
      apiStage.name,
      url,
    ]),
    ['prod', 'stage'].map((name) => [
      name,
      name.toUpperCase(),
      `${name.toUpperCase()}_STANDBY`,
      name,
      stack.outputs.targets[name]?.url,
    ]),
  );
});

test('a target that is configured and not provisioned is told by its name', async (t) => {
  const { clients, stack } = await openStand(t, { versions: 1 });
  await t.throwsAsync(readTarget(clients, stack.outputs, 'demo'), {
    instanceOf: EnvironmentError,
    message: 'Target demo is configured but not provisioned',
  });
});

test('an alias that was deleted is told by its name, with what makes it again', async (t) => {
  const { clients, stack } = await openStand(t, { versions: 1 });
  const ways = { PROD_STANDBY: /^to make it again: npm run release$/, PROD: /lambda create-alias/ };
  for (const [Name, way] of Object.entries(ways)) {
    await stack.clients.lambda.send(new DeleteAliasCommand({ FunctionName: functionName, Name }));
    const error = await t.throwsAsync(readTarget(clients, stack.outputs, 'prod'), {
      instanceOf: EnvironmentError,
      message: `The alias ${Name} of greeting was deleted`,
    });
    t.regex(formatNext(error.next, 'local'), way);
  }
});

test('a stage that calls an alias of another target is a conflict, with the command that mends it', async (t) => {
  const { clients, stack, read } = await openStand(t, { versions: 1 });
  const { apiStage } = await read();
  await moveApiStage(stack.clients.apigateway, apiStage, { ...apiStage, alias: 'STAGE' });
  const error = await t.throwsAsync(readTarget(clients, stack.outputs, 'prod'), {
    instanceOf: ConflictError,
    message: 'Somebody set the variable LambdaAlias of API stage prod to "STAGE"',
  });
  t.regex(
    JSON.stringify(error.next),
    /--stage-name prod --patch-operations .*path=\/variables\/LambdaAlias,value=PROD"/,
  );
});
