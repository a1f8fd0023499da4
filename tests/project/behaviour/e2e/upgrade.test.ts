import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { execa } from 'execa';
import { createCheckout } from './_checkout.ts';

const ours = await createCheckout();
const newer = await createCheckout();
test.after.always(() => ours.close());
test.after.always(() => newer.close());

const read = ({ root }: { readonly root: string }, file: string) =>
  readFile(join(root, file), 'utf8');

test('a newer version replaces what is the tool’s, and keeps what is the user’s', async (t) => {
  t.timeout(60_000);
  const git = (...args: readonly string[]) => execa('git', args, { cwd: ours.root });
  await writeFile(join(ours.root, '.env'), 'OURS=1\n');
  t.is((await ours.run('init', ['--name', 'orders'])).status, 0);
  await ours.editHandler('ours');
  const handler = await read(ours, 'function/handler.ts');
  await git('init', '--quiet');
  await writeFile(join(ours.root, '.git', 'info', 'exclude'), 'node_modules\n.local\n');

  await appendFile(join(newer.root, 'infra/access-log.ts'), '\n// newer\n');
  await writeFile(join(newer.root, 'runner/aws/added.ts'), 'export {};\n');
  await appendFile(join(newer.root, 'function/handler.ts'), '\n// another example\n');
  await appendFile(join(newer.root, 'CHANGELOG.md'), '- Something new.\n');
  const upgrade = () => ours.run('upgrade', ['--from', newer.root]);

  const refused = await upgrade();
  t.is(refused.status, 2);
  t.regex(refused.stderr, /not committed, and nothing was replaced\. Next: /);
  t.notRegex(await read(ours, 'infra/access-log.ts'), /newer/);

  await git('add', '--all');
  const author = ['-c', 'user.name=x', '-c', 'user.email=x@example.test'];
  await git(...author, 'commit', '--quiet', '--message=x');
  const { status, stdout, stderr } = await upgrade();
  t.is(status, 0, stderr);
  t.is(stdout.trim(), '- Something new.\n\nNext: npm install && npm run schema && npm test');
  t.regex(await read(ours, 'infra/access-log.ts'), /newer/);
  t.is(await read(ours, 'runner/aws/added.ts'), 'export {};\n');
  t.is(await read(ours, 'function/handler.ts'), handler);
  t.is(await read(ours, '.env'), 'OURS=1\n', 'it was there before the first init');
  t.regex(await read(ours, 'Pulumi.yaml'), /^name: orders$/m);
  t.regex(await read(ours, 'package.json'), /"name": "orders"/);
  t.notRegex(await read(ours, 'CHANGELOG.md'), /Something new/);
});
