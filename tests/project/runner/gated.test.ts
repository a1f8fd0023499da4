import test from 'ava';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { root } from '../../../runner/root.ts';
import { makeClone } from './_clone.ts';

const seenSchema = z.object({ args: z.array(z.string()), node: z.string() });

test('a word is an npm script, and what stands behind it its arguments, also of an older Node', async (t) => {
  const clone = makeClone(t);
  const env = { OTHER_NODE: '1', PROBE_STATUS: '4' };
  const { status, stdout, stderr } = await clone.gated(['probe', 'two words', '--x=$HOME'], env);
  t.is(status, 4, stderr);
  const { args, node } = seenSchema.parse(JSON.parse(stdout));
  t.deepEqual(args, ['first', 'two words', '--x=$HOME']);
  t.regex(node, /^v24\./);
});

test('a shell that asks for words before there are dependencies waits for none', async (t) => {
  const clone = makeClone(t);
  t.deepEqual(await clone.gated(['completion', 'words', '']), {
    status: 0,
    stdout: '',
    stderr: '',
  });
  t.deepEqual(clone.npmCalls(), []);
  await clone.gated(['probe']);
  t.not((await clone.gated(['completion', 'words', ''])).stdout, '');
});

for (const [typed, next] of [
  ['relaese', 'npm run release'],
  ['upgrad', 'npm run upgrade'],
  ['lint', './gated --help'],
] as const) {
  test(`the word ${typed}, which there is not, is answered with what to type`, async (t) => {
    const { code, stderr } = await t.throwsAsync<NodeJS.ErrnoException & { stderr: string }>(
      promisify(execFile)(join(root, 'gated'), [typed]),
    );
    t.like({ code, stderr }, { code: 2, stderr: `There is no command ${typed}. Next: ${next}\n` });
  });
}

test('it is what package.json calls it', (t) => {
  const manifest = z.object({ bin: z.record(z.string(), z.string()) });
  const { bin } = manifest.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
  t.deepEqual(bin, { gated: 'gated' });
});
