import { z } from 'zod';
import { waitFor } from '../../../../local/tests/_helpers/launcher.ts';
import type { Checkout } from './_checkout.ts';
import type { Running } from './_command.ts';

const calls = z.object({ calls: z.array(z.object({ operation: z.string() })) });

/** Resolves when an AWS operation was called, and fails when the release ends without it. */
export async function called(
  checkout: Checkout,
  operation: string,
  running: Running,
): Promise<void> {
  const end = { reached: false };
  void running.ended.then(() => (end.reached = true));
  await waitFor(`${operation} is called`, async () => {
    if (end.reached) {
      throw new Error(`The release ended before ${operation}:\n${running.printed()}`);
    }
    const answer = await checkout.admin('calls');
    return calls.parse(await answer.json()).calls.some((call) => call.operation === operation);
  });
}

/** Kills all processes of `npm run SCRIPT -- ARGS` as soon as it has called an AWS operation. */
export async function killAtCall(
  checkout: Checkout,
  operation: string,
  script: string,
  args: readonly string[] = [],
): Promise<void> {
  await checkout.admin('calls', 'DELETE');
  const running = checkout.start(script, args);
  await called(checkout, operation, running);
  running.killAll('SIGKILL');
  await running.ended;
}
