import test from 'ava';
import { Candidates } from './_candidates.ts';
import { recordedCalls } from './_calls.ts';
import { runRelease } from './_release.ts';
import { createStack } from './_stack.ts';
for (const hasStandby of [false, true]) for (const change of [{code:true,api:false},{code:false,api:true},{code:true,api:true}]) {
  test.serial(JSON.stringify([hasStandby, change]), async (t) => {
    const stack = await createStack(t, {}, { hasStandby });
    const c = await Candidates.release(t, stack);
    await runRelease(t, stack, await c.next('warm', { code: true, api: true }));
    const next = await c.next('x', change);
    stack.aws.calls.clear();
    await runRelease(t, stack, next);
    const by: Record<string, number> = {};
    const all = recordedCalls(stack).filter(({operation}) => !/Invoke/.test(operation));
    for (const { operation } of all) by[operation] = (by[operation] ?? 0) + 1;
    t.log(String(recordedCalls(stack).length), JSON.stringify(by)); t.pass();
  });
}
