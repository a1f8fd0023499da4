import { writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { findBackendUrl, folderOfBackend } from '../../../../runner/pulumi/backend-url.ts';
import { temporaryFolder } from '../../../../local/tests/_helpers/temporary-folder.ts';

test('the environment goes before Pulumi.yaml, and that before who logged in', async (t) => {
  const home = await temporaryFolder(t, 'pulumi-home-');
  const folder = await temporaryFolder(t, 'a project ');
  const find = (more: Readonly<Record<string, string>> = {}) =>
    findBackendUrl({ PULUMI_HOME: home, ...more }, folder);
  t.is(find(), undefined);
  await writeFile(
    join(home, 'credentials.json'),
    JSON.stringify({ current: 's3://logged-in', accounts: {} }),
  );
  t.is(find(), 's3://logged-in');
  await writeFile(join(folder, 'Pulumi.yaml'), 'name: shop\nruntime: nodejs\n');
  t.is(find(), 's3://logged-in');
  await writeFile(join(folder, 'Pulumi.yaml'), 'name: shop\nbackend:\n  url: gs://project\n');
  t.is(find(), 'gs://project');
  t.is(find({ PULUMI_BACKEND_URL: 'https://api.pulumi.com' }), 'https://api.pulumi.com');
  t.is(find({ PULUMI_BACKEND_URL: '' }), 'gs://project');
});

for (const [url, folder] of [
  ['file:///var/state', '/var/state'],
  ['file:///a%20folder?no_tmp_dir=true', '/a folder'],
  ['file://~', homedir()],
  ['file://~/state', join(homedir(), 'state')],
  ['file://./state', '/project/state'],
  ['s3://bucket?region=eu-west-1', undefined],
  ['azblob://container', undefined],
  ['https://api.pulumi.com', undefined],
] as const) {
  test(`the state of ${url} is in ${folder ?? 'no folder'}`, (t) => {
    t.is(folderOfBackend(url, '/project'), folder);
  });
}
