import test from 'ava';
import fc from 'fast-check';
import type { Journal } from '../../../../stack/journal.ts';
import { formatPair, type Pair } from '../../../../stack/pair.ts';
import { afterPutBack, trialOf } from '../../../../runner/traffic/promotion.ts';
import { hasAccepted, journalOf, type Target } from '../../../../runner/traffic/target.ts';
import {
  approvalOf,
  continueCommand,
  findWaiting,
  mustWait,
  verifyContinued,
} from '../../../../runner/traffic/waiting.ts';
import {
  beginJournal,
  findWayBack,
  wasRolledBackFrom,
} from '../../../../runner/traffic/way-back.ts';
import { project } from '../../../../stack/project.ts';
import { parseStackFile } from '../../../../stack/stack-file.ts';
import { journal, pair, targetAt } from '../_targets.ts';

const names = ['stage', 'beta', 'prod'] as const;
type Name = (typeof names)[number];

const settings = parseStackFile('dev', {
  config: {
    'aws:region': 'eu-west-1',
    [`${project}:function`]: { name: 'greeting' },
    [`${project}:targets`]: names.map((name) => ({
      name,
      alias: name.toUpperCase(),
      apiStage: name,
      ...(name === 'prod' && { approval: 'required' }),
    })),
  },
});

interface Release {
  readonly candidate: Pair;
  readonly isContinued?: boolean;
  readonly isAgain?: boolean;
  readonly until?: Name | undefined;
  /** Where a gate is red, or the process is killed. */
  readonly end?: { readonly at: Name; readonly how: 'red' | 'killed' } | undefined;
}

/** A stack of three targets, which the rules of `runner/traffic` move without an AWS. */
class World {
  #targets: readonly Target[] = names.map((name) =>
    targetAt('1@a', { name, journal: journal('accepted', '1@a') }),
  );
  #releases = 0;

  get targets(): readonly Target[] {
    return this.#targets;
  }

  release({
    candidate,
    isContinued = false,
    isAgain = false,
    until,
    end,
  }: Release): 'refused' | 'waiting' | 'red' | 'killed' | 'released' {
    const id = this.#nextId();
    const waiting = findWaiting(this.#targets, { isAgain });
    if (isContinued) {
      try {
        verifyContinued(waiting, candidate);
      } catch {
        return 'refused';
      }
    }
    if (!isAgain && this.#targets.some((target) => wasRolledBackFrom(target, candidate))) {
      return 'refused';
    }
    const approved = isContinued ? waiting?.target.name : undefined;
    for (const [index, name] of names.entries()) {
      if (mustWait(this.find(name), candidate, settings, { approved, until })) {
        names.slice(index).forEach((each) => {
          this.#putBack(each, id);
        });
        return 'waiting';
      }
      const target = this.find(name);
      if (!hasAccepted(target, candidate)) {
        this.#write(name, candidate, trialOf(target, candidate, id));
      }
      if (end?.at === name) {
        if (end.how === 'red') {
          names.forEach((each) => {
            this.#putBack(each, id);
          });
        }
        return end.how;
      }
      const trial = journalOf(this.find(name));
      if (trial?.state === 'trial') {
        const { before } = trial;
        const accepted = { state: 'accepted', pair: candidate, before, by: 'release' } as const;
        this.#write(name, candidate, { ...accepted, release: id });
      }
    }
    return 'released';
  }

  rollBack(name: Name): void {
    const id = this.#nextId();
    try {
      const way = findWayBack(this.find(name), {});
      this.#write(name, way.goal, afterPutBack(beginJournal(way, id), id));
    } catch {
      // There is no way back.
    }
  }

  moveByHand(name: Name, served: Pair): void {
    const { description } = this.find(name).alias;
    this.#replace(targetAt(formatPair(served), { name, journal: description }));
  }

  find(name: Name): Target {
    const target = this.#targets.find((each) => each.name === name);
    if (target === undefined) {
      throw new Error(`There is no target ${name}`);
    }
    return target;
  }

  #putBack(name: Name, id: string): void {
    const trial = journalOf(this.find(name));
    const goal = trial?.over ?? trial?.before[0];
    if (trial?.state === 'trial' && goal !== undefined) {
      this.#write(name, goal, afterPutBack(trial, id));
    }
  }

  #write(name: Name, served: Pair, written: Journal | undefined): void {
    this.#replace(targetAt(formatPair(served), { name, journal: written ?? '' }));
  }

  #replace(target: Target): void {
    this.#targets = this.#targets.map((each) => (each.name === target.name ? target : each));
  }

  #nextId(): string {
    this.#releases += 1;
    return `r${String(1000 + this.#releases)}`;
  }
}

type Happening =
  | ({ readonly kind: 'release' } & Release)
  /** To all targets. */
  | { readonly kind: 'whole release'; readonly candidate: Pair }
  | { readonly kind: 'rollback'; readonly name: Name }
  | { readonly kind: 'move by hand'; readonly name: Name; readonly served: Pair };

function happen(world: World, happening: Happening): void {
  switch (happening.kind) {
    case 'release':
      world.release(happening);
      break;
    case 'whole release': {
      const options = { candidate: happening.candidate, isAgain: true };
      world.release(options);
      world.release({ ...options, isContinued: true });
      break;
    }
    case 'rollback':
      world.rollBack(happening.name);
      break;
    case 'move by hand':
      world.moveByHand(happening.name, happening.served);
      break;
  }
}

const kind = <K extends string>(of: K) => fc.constant(of);
const pairs = fc.constantFrom('1@a', '1@b', '2@a').map(pair);
const name = fc.constantFrom(...names);
const how = fc.constantFrom('red' as const, 'killed' as const);
const releases: fc.Arbitrary<Happening> = fc.record({
  kind: kind('release'),
  candidate: pairs,
  isContinued: fc.boolean(),
  isAgain: fc.boolean(),
  until: fc.option(name, { nil: undefined }),
  end: fc.option(fc.record({ at: name, how }), { nil: undefined }),
});
const wholeReleases: fc.Arbitrary<Happening> = fc.record({
  kind: kind('whole release'),
  candidate: pairs,
});
const rollbacks: fc.Arbitrary<Happening> = fc.record({ kind: kind('rollback'), name });
const moves: fc.Arbitrary<Happening> = fc.record({
  kind: kind('move by hand'),
  name,
  served: pairs,
});

/** Lets a release of some pair stop after anything that may have happened, and goes on as it said. */
function verifyStops(
  happenings: fc.Arbitrary<Happening>,
  options: Pick<Release, 'isAgain'>,
  goOn: (world: World, candidate: Pair) => boolean,
): number {
  let stopped = 0;
  fc.assert(
    fc.property(fc.array(happenings, { maxLength: 12 }), pairs, (history, candidate) => {
      const world = new World();
      history.forEach((each) => {
        happen(world, each);
      });
      const end = world.release({ candidate, ...options });
      // Where something else was on trial, putting that back can be all that was left to do.
      const isDone = world.targets.every((target) => hasAccepted(target, candidate));
      if (end !== 'waiting' || isDone) {
        return true;
      }
      stopped += 1;
      return goOn(world, candidate);
    }),
    { numRuns: 2000 },
  );
  return stopped;
}

test('what a release stops for is approved by the command that it names, whatever happened before', (t) => {
  const happenings = fc.oneof(releases, wholeReleases, rollbacks, moves);
  const stopped = verifyStops(happenings, { isAgain: true }, (world, candidate) => {
    const command = approvalOf(world.targets);
    const isAgain = 'args' in command && command.args.includes('--again');
    return world.release({ candidate, isContinued: true, isAgain }) === 'released';
  });
  t.true(stopped > 300, `it stopped ${String(stopped)} times`);
});

test('where nothing was rolled back --continue is enough', (t) => {
  const happenings = fc.oneof(releases, wholeReleases, moves);
  const stopped = verifyStops(
    happenings,
    {},
    (world, candidate) =>
      approvalOf(world.targets) === continueCommand &&
      world.release({ candidate, isContinued: true }) === 'released',
  );
  t.true(stopped > 300, `it stopped ${String(stopped)} times`);
});
