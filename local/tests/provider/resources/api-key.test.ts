import test from 'ava';
import { startWorkbench } from '../_helpers/provider-on.ts';

const type = 'aws:apigateway/apiKey:ApiKey';

test('an API key is made with a value, changed, read back and deleted', async (t) => {
  const bench = await startWorkbench(t);
  const made = await bench.make(type, { name: 'till', description: 'of the till' });
  t.like(made.state, {
    ...{ name: 'till', description: 'of the till', enabled: true },
    arn: `arn:aws:apigateway:eu-west-1::/apikeys/${made.id}`,
  });
  t.is(String(made.state.value).length, 40);
  t.deepEqual(await bench.changes(made, made.inputs), []);
  const asked = { name: 'till', enabled: false, tags: { shop: 'one' } };
  const edited = await bench.edit(made, asked);
  t.like(edited.state, {
    ...{ enabled: false, description: '', tagsAll: { shop: 'one' } },
    value: made.state.value,
  });
  t.deepEqual(await bench.changes(edited, asked), []);
  await bench.provider.delete(edited);
  t.is(await bench.refresh(edited), undefined);
  await t.notThrowsAsync(bench.provider.delete(edited));
});

test('the value of a key is the one that the program gives', async (t) => {
  const bench = await startWorkbench(t);
  const value = 'abcdefghijklmnopqrstuvwxyz';
  const made = await bench.make(type, { name: 'till', value });
  t.is((await bench.refresh(made))?.state.value, value);
});
