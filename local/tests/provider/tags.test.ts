import test from 'ava';
import { readConfiguration } from '../../provider/configuration.ts';
import { Provider } from '../../provider/provider.ts';
import { startWorkbench, urnOf } from './_helpers/provider-on.ts';

test("tags of the provider are on every resource, and are not the resource's own", async (t) => {
  const bench = await startWorkbench(t);
  const type = 'aws:cloudwatch/logGroup:LogGroup';
  const config = readConfiguration(
    { region: 'eu-west-1', defaultTags: '{"tags":{"team":"x"}}' },
    {},
    bench.url,
  );
  const provider = new Provider(config);
  const urn = urnOf(type, 'it');
  const inputs = { name: '/tagged', tags: { own: '1' } };
  const { id, properties } = await provider.create(urn, inputs, false);
  t.like(properties, { tags: { own: '1' }, tagsAll: { own: '1', team: 'x' } });
  const change = { urn, id, state: properties, asked: inputs, ignoreChanges: [] };
  t.is((await provider.diff(change)).changed.size, 0);
  const untagged = new Provider({ ...config, defaultTags: {} });
  t.true((await untagged.diff(change)).changed.has('tagsAll'));
});
