import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { bundle } from '../../../../bundler/bundle.ts';
import { BundleError } from '../../../../bundler/bundle-error.ts';
import { GateError } from '../../../../runner/errors.ts';
import type { ReleaseEvent, Reporter } from '../../../../runner/report/events.ts';
import { bundleHandler } from '../../../../runner/steps/bundle.ts';
import { temporaryFolder } from '../../../../local/tests/_helpers/temporary-folder.ts';

function recordEvents() {
  const events: ReleaseEvent[] = [];
  const reporter: Reporter = {
    report: (event) => void events.push(event),
    close: () => undefined,
  };
  return { events, reporter };
}

const { reporter } = recordEvents();

test('a bundle is told with its size and its hash', async (t) => {
  const made = { zip: Buffer.alloc(2560), codeSha256: 'hash=' };
  const { events, reporter } = recordEvents();
  const step = bundleHandler({ reporter, bundle: () => Promise.resolve(made) });
  t.is(await step.run(), made);
  t.deepEqual(events, [{ kind: 'bundle', bytes: 2560, codeSha256: 'hash=', shares: [] }]);
  t.is(step.detail?.(made), '2.5 kB, hash=');
  const shares = ['a', 'b', 'c', 'd'].map((name) => ({ name, bytes: 1024 }));
  t.is(step.detail?.({ ...made, shares }), '2.5 kB (a 1.0 kB, b 1.0 kB, c 1.0 kB), hash=');
});

test('a handler that does not compile is a red gate', async (t) => {
  const file = join(await temporaryFolder(t, 'handler-'), 'handler.ts');
  await writeFile(file, 'export async function handler( {');
  await t.throwsAsync(bundleHandler({ reporter, bundle: () => bundle(file) }).run(), {
    instanceOf: GateError,
    message: /^The handler does not compile:\n {2}function\/handler\.ts:1:\d+: Expected/,
  });
});

test('what cannot be bundled is a red gate with what to do, and what a bundler said', async (t) => {
  const problem = new BundleError('sharp is not installed', 'npm install sharp', 'what it said');
  const { events, reporter } = recordEvents();
  const step = bundleHandler({ reporter, bundle: () => Promise.reject(problem) });
  const { next } = await t.throwsAsync(step.run(), {
    instanceOf: GateError,
    message: 'sharp is not installed',
  });
  t.is(next.text, 'npm install sharp, then');
  t.deepEqual(events, [{ kind: 'output', step: 'bundle', text: 'what it said' }]);
});

test('a bundler that is broken is no red gate', async (t) => {
  const broken = new Error('esbuild was not found');
  const step = bundleHandler({ reporter, bundle: () => Promise.reject(broken) });
  t.is(await t.throwsAsync(step.run()), broken);
});
