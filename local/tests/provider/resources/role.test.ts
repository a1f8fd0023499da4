import test from 'ava';
import { startWorkbench } from '../_helpers/provider-on.ts';
import { assumeRolePolicy } from '../_helpers/programs.ts';
import { policy } from './_policy.ts';

test('a role and its policy: made, edited in place, deleted', async (t) => {
  const bench = await startWorkbench(t);
  const role = await bench.make('aws:iam/role:Role', { assumeRolePolicy, tags: { a: '1' } }, 'fn');
  t.regex(role.id, /^fn-[0-9a-f]{7}$/);
  t.like(role.state, {
    arn: `arn:aws:iam::123456789012:role/${role.id}`,
    maxSessionDuration: 3600,
  });
  const rolePolicy = await bench.make('aws:iam/rolePolicy:RolePolicy', { role: role.id, policy });
  t.is(rolePolicy.id, `${role.id}:${String(rolePolicy.state.name)}`);

  const { name: _name, ...asked } = role.inputs;
  const edited = await bench.edit(role, { ...asked, description: 'd', tags: { b: '2' } });
  t.like(edited.state, { name: role.id, description: 'd', tagsAll: { b: '2' } });
  const narrower = policy.replace('"*"', '"arn:aws:logs:*:*:*"');
  const changed = await bench.edit(rolePolicy, { ...rolePolicy.inputs, policy: narrower });
  t.is(changed.state.policy, narrower);

  await bench.provider.delete(rolePolicy);
  await bench.provider.delete(role);
  t.is(await bench.refresh(role), undefined);
  t.is(await bench.refresh(rolePolicy), undefined);
  await t.notThrowsAsync(bench.provider.delete(rolePolicy));
  await t.notThrowsAsync(bench.provider.delete(role));
});

test('a role of another name or path is another role', async (t) => {
  const bench = await startWorkbench(t);
  const role = await bench.make('aws:iam/role:Role', { assumeRolePolicy });
  const asked = { ...role.inputs, path: '/lambda/' };
  const { replaces, deleteBeforeReplace } = await bench.provider.diff({
    ...role,
    asked,
    ignoreChanges: [],
  });
  t.deepEqual(replaces, ['path']);
  t.false(deleteBeforeReplace, 'a made name changes with the replacement');
});

test('a role is imported by its name, with the prefix that it was made from', async (t) => {
  const bench = await startWorkbench(t);
  const asked = { assumeRolePolicy, namePrefix: 'fn-' };
  const { urn, id } = await bench.make('aws:iam/role:Role', asked);
  t.regex(id, /^fn-[0-9a-f]{26}$/);
  const live = await bench.provider.read({ urn, id, state: {} }, {});
  t.like(live?.properties, { name: id, namePrefix: 'fn-' });
  const imported = { urn, id, state: live?.properties ?? {}, inputs: live?.inputs ?? {} };
  t.deepEqual(await bench.changes(imported, asked), []);
});

test('a role of a name that is taken is not adopted', async (t) => {
  const bench = await startWorkbench(t);
  await bench.make('aws:iam/role:Role', { assumeRolePolicy, name: 'fn' });
  await t.throwsAsync(bench.make('aws:iam/role:Role', { assumeRolePolicy, name: 'fn' }), {
    message: /EntityAlreadyExists/,
  });
});

test('the boundary of a role is set, changed and taken away in place', async (t) => {
  const bench = await startWorkbench(t);
  const boundary = (name: string) => `arn:aws:iam::aws:policy/${name}`;
  const role = await bench.make('aws:iam/role:Role', {
    assumeRolePolicy,
    name: 'fn',
    permissionsBoundary: boundary('A'),
  });
  t.is(role.state.permissionsBoundary, boundary('A'));
  t.deepEqual(await bench.changes(role, role.inputs), []);
  const changed = await bench.edit(role, { ...role.inputs, permissionsBoundary: boundary('B') });
  t.is(changed.state.permissionsBoundary, boundary('B'));
  const { permissionsBoundary: _taken, ...without } = changed.inputs;
  t.is((await bench.edit(changed, without)).state.permissionsBoundary, undefined);
});
