import test from 'ava';
import { startWorkbench } from '../_helpers/provider-on.ts';
import { makeStage } from '../_helpers/programs.ts';

test('other triggers, or another API, make another deployment; another description does not', async (t) => {
  const bench = await startWorkbench(t);
  const { deployment } = await makeStage(bench);
  const change = { ...deployment, ignoreChanges: [] };
  const differ = async (more: object) =>
    bench.provider.diff({ ...change, asked: { ...deployment.inputs, ...more } });
  t.deepEqual((await differ({ triggers: { sha: '2' } })).replaces, ['triggers']);
  t.deepEqual((await differ({ restApi: 'other' })).replaces, ['restApi']);
  t.deepEqual((await differ({ description: 'x' })).replaces, []);
  t.deepEqual(Object.keys(deployment.state).sort(), [
    'createdDate',
    'description',
    'region',
    'restApi',
    'triggers',
  ]);
});
