import test from 'ava';
import { join } from 'node:path';
import { runScript } from './_helpers/run-script.ts';

const conformance = join(import.meta.dirname, 'conformance.ts');

for (const args of [['--endpoint', 'nonsense'], ['--endpoint', 'ftp://x'], ['--other'], ['x']]) {
  test(`test:conformance ${args.join(' ')} is wrong usage`, async (t) => {
    const { status, stderr } = await runScript(t, conformance, args, import.meta.dirname);
    t.is(status, 2);
    t.regex(stderr, /\nUsage: /);
  });
}
