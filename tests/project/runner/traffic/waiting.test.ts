import test from 'ava';
import { UsageError } from '../../../../runner/errors.ts';
import {
  approvalOf,
  continueCommand as plain,
  findWaiting,
  mustWait,
  verifyContinued,
} from '../../../../runner/traffic/waiting.ts';
import { npmRun } from '../../../../runner/report/next.ts';
import type { Target } from '../../../../runner/traffic/target.ts';
import { project } from '../../../../stack/project.ts';
import { parseStackFile } from '../../../../stack/stack-file.ts';
import { journal, pair, targetAt } from '../_targets.ts';

const settings = parseStackFile('dev', {
  config: {
    'aws:region': 'eu-west-1',
    [`${project}:function`]: { name: 'greeting' },
    [`${project}:targets`]: [
      { name: 'stage', alias: 'STAGE', apiStage: 'stage' },
      { name: 'prod', alias: 'PROD', apiStage: 'prod', approval: 'required' },
    ],
  },
});

const tested = targetAt('7@new', {
  name: 'stage',
  journal: journal('accepted', '7@new', ['6@old']),
});
const behind = targetAt('6@old', { journal: journal('accepted', '6@old', ['5@old']) });

const waits: Readonly<Record<string, readonly [Target, Target]>> = {
  'the target before accepted what this one does not serve': [tested, behind],
  'a release of it to this target was interrupted': [
    tested,
    targetAt('7@new', { journal: journal('trial', '7@new', ['6@old']) }),
  ],
  'nothing was ever released to this target': [tested, targetAt('6@old')],
  'it served that before, and an edit was reverted': [
    targetAt('7@new', {
      name: 'stage',
      journal: journal('accepted', '7@new', ['8@new', '7@new', '6@old']),
    }),
    targetAt('8@new', { journal: journal('accepted', '8@new', ['7@new', '6@old']) }),
  ],
  'it was rolled back from another': [
    tested,
    targetAt('6@old', { journal: journal('accepted', '6@old', [], { rolledBack: ['8@new'] }) }),
  ],
  'a red one was put back here by a later release': [
    tested,
    targetAt('6@old', { journal: { ...journal('accepted', '6@old', ['5@old']), release: 'r2' } }),
  ],
};

for (const [title, targets] of Object.entries(waits)) {
  test(`a target waits when ${title}`, (t) => {
    t.deepEqual(findWaiting(targets), { target: targets[1], pair: pair('7@new') });
    t.deepEqual(approvalOf(targets), plain);
  });
}

const passes: Readonly<Record<string, readonly [Target, Target]>> = {
  'it serves the same': [
    tested,
    targetAt('7@new', { journal: journal('accepted', '7@new', ['6@old']) }),
  ],
  'the target before is on trial': [
    targetAt('7@new', { name: 'stage', journal: journal('trial', '7@new', ['6@old']) }),
    behind,
  ],
  'the target before was moved by hand': [
    targetAt('8@new', { name: 'stage', journal: journal('accepted', '7@new') }),
    behind,
  ],
  'the target before serves the same after a rollback': [
    targetAt('6@old', {
      name: 'stage',
      journal: journal('accepted', '6@old', ['5@old'], { rolledBack: ['7@new'] }),
    }),
    behind,
  ],
};

for (const [title, targets] of Object.entries(passes)) {
  test(`no target waits when ${title}`, (t) => {
    t.is(findWaiting(targets), undefined);
    t.is(findWaiting(targets, { isAgain: true }), undefined);
    t.deepEqual(approvalOf(targets), plain);
  });
}

const ofRollbacks: Readonly<Record<string, readonly [Target, Target]>> = {
  'the target before was rolled back to it': [
    targetAt('5@old', {
      name: 'stage',
      journal: journal('accepted', '5@old', [], { rolledBack: ['6@old'] }),
    }),
    behind,
  ],
  'the target before was rolled back to it, and this one served it before': [
    targetAt('7@new', {
      name: 'stage',
      journal: journal('accepted', '7@new', ['6@old'], { rolledBack: ['8@new'] }),
    }),
    targetAt('8@new', { journal: journal('accepted', '8@new', ['7@new', '6@old']) }),
  ],
  'it was rolled back from that': [
    tested,
    targetAt('6@old', { journal: journal('accepted', '6@old', [], { rolledBack: ['7@new'] }) }),
  ],
  'it was rolled back from that, and moved by hand': [
    tested,
    targetAt('5@old', { journal: journal('accepted', '6@old', [], { rolledBack: ['7@new'] }) }),
  ],
  'it is being rolled back from that': [
    tested,
    targetAt('7@new', {
      journal: journal('trial', '7@new', ['6@old'], { rolledBack: ['7@new'] }),
    }),
  ],
};

for (const [title, targets] of Object.entries(ofRollbacks)) {
  test(`a target waits only for --again when ${title}`, (t) => {
    t.is(findWaiting(targets), undefined);
    const [{ alias }, target] = targets;
    const waiting = findWaiting(targets, { isAgain: true });
    t.is(waiting?.target, target);
    t.is(waiting?.pair.version, alias.version);
    t.deepEqual(approvalOf(targets), npmRun('release', '--continue', '--again'));
  });
}

test('what approves in several regions says --again when one of them needs it', (t) => {
  const [gone = behind, back = behind] = ofRollbacks['it was rolled back from that'] ?? [];
  const inRegion = (region: string, ...targets: readonly Target[]) =>
    targets.map((target) => ({ ...target, region }));
  const home = inRegion('eu-west-1', tested, behind);
  t.deepEqual(approvalOf([...home, ...inRegion('us-east-1', tested, behind)]), plain);
  t.deepEqual(
    approvalOf([...home, ...inRegion('us-east-1', gone, back)]),
    npmRun('release', '--continue', '--again'),
  );
});

test('the first target waits for nothing', (t) => {
  t.is(findWaiting([behind]), undefined);
});

const candidate = pair('7@new');

test('a release has to stop before a target that asks for approval', (t) => {
  t.true(mustWait(behind, candidate, settings, {}));
});

test('a release goes on where nobody asks, and where somebody approved', (t) => {
  t.false(mustWait(tested, pair('9@new'), settings, {}));
  t.false(mustWait(behind, candidate, settings, { approved: 'prod' }));
  t.true(mustWait(behind, candidate, settings, { approved: 'stage' }));
});

test('a release goes on with what was approved before it was interrupted', (t) => {
  const onTrial = journal('trial', '7@new', ['6@old']);
  t.false(mustWait(targetAt('7@new', { journal: onTrial }), candidate, settings, {}));
  t.true(mustWait(targetAt('7@new', { journal: onTrial }), pair('8@new'), settings, {}));
  const done = targetAt('7@new', { journal: journal('accepted', '7@new') });
  t.false(mustWait(done, candidate, settings, {}));
});

test('what was tested can be continued', (t) => {
  t.notThrows(() => verifyContinued({ target: behind, pair: candidate }, pair('7@new')));
});

test('behind --until a release stops, whoever asks, also where one was interrupted', (t) => {
  const open = parseStackFile('dev', {
    config: {
      'aws:region': 'eu-west-1',
      [`${project}:function`]: { name: 'greeting' },
    },
  });
  t.false(mustWait(behind, candidate, open, {}), 'prod does not ask');
  t.true(mustWait(behind, candidate, open, { until: 'stage' }));
  t.false(mustWait(behind, candidate, open, { until: 'prod' }));
  t.false(mustWait(tested, pair('9@new'), open, { until: 'stage' }));
  t.true(mustWait(behind, candidate, settings, { until: 'prod' }), 'prod asks itself');
  const onTrial = targetAt('7@new', { journal: journal('trial', '7@new', ['6@old']) });
  t.true(mustWait(onTrial, candidate, open, { until: 'stage' }));
  const done = targetAt('7@new', { journal: journal('accepted', '7@new') });
  t.false(mustWait(done, candidate, open, { until: 'stage' }));
});

const waiting = { target: behind, pair: candidate };
const refused: Readonly<Record<string, [Parameters<typeof verifyContinued>, RegExp]>> = {
  'nothing waits': [[undefined, candidate], /^Nothing waits for approval$/],
  'the code is another': [[waiting, pair('8@new')], /waits before target prod, is 7@new; .* not/],
  'the API definition is another': [[waiting, pair('7@newer')], /is 7@new; .* not the same/],
  'it would be a new version': [[waiting, undefined], /is 7@new; .* not the same any more$/],
};

for (const [title, [args, message]] of Object.entries(refused)) {
  test(`nothing is continued when ${title}`, (t) => {
    t.throws(() => verifyContinued(...args), { instanceOf: UsageError, message });
  });
}
