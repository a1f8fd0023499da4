import test from 'ava';
import { startWorkbench } from '../_helpers/provider-on.ts';

const type = 'aws:ssm/parameter:Parameter';

for (const kind of ['String', 'SecureString']) {
  test(`a ${kind} is made, changed, read back and deleted`, async (t) => {
    const bench = await startWorkbench(t);
    const asked = { name: '/orders/limit', type: kind, value: '1', tags: { team: 'a' } };
    const made = await bench.make(type, asked);
    t.like(made.state, { ...asked, version: 1, tagsAll: { team: 'a' } });
    t.deepEqual(await bench.changes(made, asked), []);
    const other = { ...asked, value: '2', description: 'how many', tags: { team: 'b' } };
    const edited = await bench.edit(made, other);
    t.like(edited.state, { ...other, version: 2, tagsAll: { team: 'b' } });
    t.deepEqual(await bench.changes(edited, other), []);
    t.deepEqual((await bench.refresh(edited))?.inputs, edited.inputs);
    await bench.provider.delete(edited);
    t.is(await bench.refresh(edited), undefined);
    await t.notThrowsAsync(bench.provider.delete(edited));
  });
}
