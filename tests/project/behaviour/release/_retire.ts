import type { ExecutionContext } from 'ava';
import { withBeta } from './_beta.ts';
import { createContext } from './_release.ts';
import { retireBeta } from './_retire-beta.ts';
import { handlerSaying, type TestStack } from './_stack.ts';

/** Takes `beta` away from a test stack. */
export async function runRetire(t: ExecutionContext, stack: TestStack): Promise<void> {
  const outputs = withBeta(stack.outputs);
  const bundle = await handlerSaying(t, undefined);
  await retireBeta(createContext(t, stack, { bundle, outputs }), outputs);
}
