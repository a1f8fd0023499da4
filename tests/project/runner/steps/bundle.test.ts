import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { bundle } from '../../../../function/bundle.ts';
import { GateError } from '../../../../runner/errors.ts';
import type { ReleaseEvent } from '../../../../runner/report/events.ts';
import { bundleHandler } from '../../../../runner/steps/bundle.ts';
import { temporaryFolder } from '../../_helpers/temporary-folder.ts';

const silent = { report: () => undefined, close: () => undefined };

test('a bundle is told with its size and its hash', async (t) => {
  const made = { zip: Buffer.alloc(2560), codeSha256: 'hash=' };
  const events: ReleaseEvent[] = [];
  const reporter = { ...silent, report: (event: ReleaseEvent) => events.push(event) };
  const step = bundleHandler({ bundle: () => Promise.resolve(made), reporter });
  t.is(await step.run(), made);
  t.deepEqual(events, [{ kind: 'bundle', bytes: 2560, codeSha256: 'hash=' }]);
  t.is(step.detail?.(made), '2.5 kB, hash=');
});

test('a handler that does not compile is a red gate', async (t) => {
  const file = join(await temporaryFolder(t, 'handler-'), 'handler.ts');
  await writeFile(file, 'export async function handler( {');
  await t.throwsAsync(bundleHandler({ bundle: () => bundle(file), reporter: silent }).run(), {
    instanceOf: GateError,
    message: /^The handler does not compile: /,
  });
});

test('a bundler that is broken is no red gate', async (t) => {
  const broken = new Error('esbuild was not found');
  const step = bundleHandler({ bundle: () => Promise.reject(broken), reporter: silent });
  t.is(await t.throwsAsync(step.run()), broken);
});
