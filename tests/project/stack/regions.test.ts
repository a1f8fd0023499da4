import fc from 'fast-check';
import test from 'ava';
import { regionProblems, regionsOf, wavesOf } from '../../../stack/regions.ts';

const home = 'eu-west-1';
const names = [home, 'us-east-1', 'ap-southeast-2', 'sa-east-1', 'eu-central-1'];

test('a stack that says nothing is in its home region', (t) => {
  t.deepEqual(regionsOf({ regions: [] }, home), [home]);
  t.deepEqual(wavesOf({ regions: [] }, home), [[home]]);
  t.deepEqual(regionProblems({ regions: [] }, home), []);
});

test('without waves the home region comes first, and the others together', (t) => {
  const regions = ['us-east-1', home, 'ap-southeast-2'];
  t.deepEqual(regionsOf({ regions }, home), [home, 'us-east-1', 'ap-southeast-2']);
  t.deepEqual(wavesOf({ regions }, home), [[home], ['us-east-1', 'ap-southeast-2']]);
});

/** Regions in any order, cut into waves anywhere. */
const cutIntoWaves = fc
  .shuffledSubarray(names.slice(1))
  .chain((others) => fc.shuffledSubarray([home, ...others], { minLength: others.length + 1 }))
  .chain((regions) =>
    fc.record({
      regions: fc.constant(regions),
      waves: fc
        .array(fc.boolean(), { minLength: regions.length, maxLength: regions.length })
        .map((cuts) => cut(regions, cuts)),
    }),
  );

function cut(regions: readonly string[], cuts: readonly boolean[]): string[][] {
  return regions.reduce<string[][]>((waves, region, index) => {
    const last = waves.at(-1);
    return last === undefined || cuts[index] === true
      ? [...waves, [region]]
      : [...waves.slice(0, -1), [...last, region]];
  }, []);
}

test('every region is in one wave, and waves keep the order that they are said in', (t) => {
  fc.assert(
    fc.property(cutIntoWaves, fc.boolean(), ({ regions, waves }, saysWaves) => {
      const plan = saysWaves ? { regions, waves } : { regions };
      const released = wavesOf(plan, home).flat();
      t.deepEqual(regionProblems(plan, home), []);
      t.deepEqual(released.toSorted(), regionsOf(plan, home).toSorted());
      t.is(new Set(released).size, regions.length);
      const order = saysWaves ? regions : [home, ...regions.filter((region) => region !== home)];
      t.deepEqual(released, order);
    }),
  );
});

test('waves that leave a region out, or name one twice, are refused', (t) => {
  fc.assert(
    fc.property(cutIntoWaves, fc.nat(), ({ regions, waves }, nth) => {
      const chosen = regions[nth % regions.length] ?? '';
      const without = waves.map((wave) => wave.filter((region) => region !== chosen));
      const left = regionProblems({ regions, waves: without }, home);
      t.deepEqual(left, [`waves: none has ${chosen}, which would never be released`]);
      const [twice, ...more] = regionProblems({ regions, waves: [...waves, [chosen]] }, home);
      t.regex(twice ?? '', new RegExp(`^waves\\[\\d+\\]\\[0\\]: is ${chosen}, as waves\\[`));
      t.deepEqual(more, []);
    }),
  );
});

const wrong: Readonly<Record<string, [Parameters<typeof regionProblems>[0], RegExp[]]>> = {
  'without the home region': [{ regions: ['us-east-1'] }, [/^regions: lacks eu-west-1/]],
  'with a region twice': [
    { regions: [home, 'us-east-1', home] },
    [/^regions\[2\]: is eu-west-1, as regions\[0\]$/],
  ],
  'with waves of a stack in one region': [
    { regions: [], waves: [[home], ['us-east-1']] },
    [/^waves\[1\]\[0\]: is us-east-1, and the stack is in eu-west-1$/],
  ],
};

for (const [title, [plan, problems]] of Object.entries(wrong)) {
  test(`regions are refused ${title}`, (t) => {
    const found = regionProblems(plan, home);
    t.is(found.length, problems.length, found.join('\n'));
    problems.forEach((problem, index) => t.regex(found[index] ?? '', problem));
  });
}
