import test from 'ava';
import { inTurn } from '../../../../../runner/commands/dev/in-turn.ts';

test('work that is asked for while it runs is done once more, and never twice at once', async (t) => {
  const runs: { readonly resolve: () => void }[] = [];
  const ask = inTurn(() => {
    return new Promise((resolve) => {
      runs.push({ resolve });
    });
  });
  const first = ask();
  const others = [ask(), ask(), ask()];
  t.is(runs.length, 1);
  runs[0]?.resolve();
  await first;
  await Promise.resolve();
  t.is(runs.length, 2);
  runs[1]?.resolve();
  await Promise.all(others);
  t.is(runs.length, 2);
  const last = ask();
  t.is(runs.length, 3);
  runs[2]?.resolve();
  await last;
});
