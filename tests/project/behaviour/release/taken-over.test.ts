import test from 'ava';
import { startRelease } from './_child.ts';
import { runFailingRelease } from './_release.ts';
import { makeCandidate, releaseFirst } from './_rollout.ts';
import { createStack } from './_stack.ts';
import { endless, redOn } from './_tier-commands.ts';

const both = { code: true, api: true };

/** Every attempt of the SDK to make the first move of the stage, which ends the trial, or the second one. */
const moves = {
  'while it puts that back': [1, 2, 3],
  'when it has put that back': [2, 3, 4],
};

for (const [title, calls] of Object.entries(moves)) {
  test.serial(
    `a release that takes over from one on trial, and fails ${title}, goes back to what was accepted`,
    async (t) => {
      const stack = await createStack(t);
      await releaseFirst(t, stack);
      const refused = await makeCandidate(t, stack, 'killed', both);
      const killed = await startRelease(t, stack, { ...refused, id: 'killed', apiTier: endless });
      killed.begin();
      await killed.reached('api-tier-stage');
      killed.kill('SIGKILL');
      await killed.ended();
      t.regex(await stack.ask('stage'), /^200 killed 3@/);

      const next = await makeCandidate(t, stack, 'next', both);
      const failed = await runFailingRelease(t, stack, {
        ...next,
        onEvent(event) {
          if (event.kind === 'step-started' && event.step === 'end-trials') {
            stack.aws.faults.replace(
              calls.map((call) => ({ operation: 'apigateway:UpdateStage', kind: 'fail', call })),
            );
          }
        },
      });
      t.is(failed.status, 3);
      t.notRegex(failed.message, /Somebody else/);
      t.deepEqual(failed.putBack, ['stage']);
      t.regex(await stack.ask('stage'), /^200 first 2@/);

      const red = await runFailingRelease(t, stack, { ...next, tiers: { api: redOn('stage') } });
      t.is(red.status, 1);
      t.regex(await stack.ask('stage'), /^200 first 2@/);
    },
  );
}
