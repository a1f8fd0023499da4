import test from 'ava';
import { regionNames } from './_in-regions.ts';
import { startLoad } from './_load.ts';
import { createRegions, greetings, releaseAll, rollBackAll, testedAfter } from './_regions.ts';
import { redIn } from './_tier-commands.ts';

test('under load in all regions no request fails, and none meets what was not gated there', async (t) => {
  t.timeout(300_000);
  const stack = await createRegions(t);
  await releaseAll(t, stack, 'one');
  const loads = await Promise.all(
    regionNames.map(async (region) => ({
      region,
      load: await startLoad(t, stack.in[region], { perSecond: 60 }),
    })),
  );
  // Red after eu-west-1 has served it through all gates.
  const red = { tiers: { api: redIn('us-east-1', 'prod') } };
  await t.throwsAsync(releaseAll(t, stack, 'two', { ...testedAfter, ...red }));
  // Red where no callers meet it.
  await t.throwsAsync(releaseAll(t, stack, 'unseen', red));
  await releaseAll(t, stack, 'three');
  await rollBackAll(t, stack);
  t.deepEqual(await greetings(stack), ['one', 'one', 'one']);

  const allowed: Readonly<Record<string, readonly string[]>> = {
    'eu-west-1': ['one', 'two', 'three'],
    'us-east-1': ['one', 'two', 'three'],
    'ap-southeast-2': ['one', 'two', 'three'],
  };
  for (const { region, load } of loads) {
    const answers = await load.end();
    const prod = answers.filter(({ target }) => target === 'prod');
    t.deepEqual(
      answers.filter(({ status }) => status !== 200),
      [],
      region,
    );
    const greeted = new Set(prod.map(({ greeting }) => greeting));
    for (const greeting of greeted) {
      t.true(allowed[region]?.includes(greeting), `${region}: ${greeting}`);
    }
    t.true(greeted.has('three'), `${region} met the switch`);
    t.is(new Set(prod.map(({ greeting, version }) => `${greeting} ${version}`)).size, greeted.size);
    t.log(`${String(answers.length)} requests in ${region}`);
  }
});
