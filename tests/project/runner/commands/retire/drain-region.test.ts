import test from 'ava';
import { drainRegion } from '../../../../../runner/commands/retire/drain-region.ts';
import { parseSettings } from '../../../../../stack/settings.ts';
import { change, makeZone, recordsOf } from '../../../../../local/tests/aws/route53/_zone.ts';
import { startEmbedded } from '../../../../../local/tests/_helpers/embedded.ts';

test('nobody is led to a region that is drained; the records of the others stay', async (t) => {
  const { route53 } = (await startEmbedded(t)).clients;
  const zone = await makeZone(t, route53);
  const records = [
    ['api', 'eu-west-1', 'A'],
    ['api', 'us-east-1', 'A'],
    ['api', 'us-east-1', 'AAAA'],
    ['api', 'us-east-2', 'AAAA'],
    ['other', 'us-east-1', 'A'],
  ] as const;
  await change(
    route53,
    zone.id,
    ...records.map(([label, SetIdentifier, Type]) => ({
      Action: 'CREATE' as const,
      ResourceRecordSet: {
        ...{ Name: `${label}.${zone.name}`, Type, TTL: 60, SetIdentifier, Weight: 1 },
        ResourceRecords: [{ Value: Type === 'A' ? '192.0.2.1' : '2001:db8::1' }],
      },
    })),
  );
  const settings = (routing: object | undefined) =>
    parseSettings({
      function: { name: 'greeting' },
      domain: { zone: zone.name, targets: { prod: `api.${zone.name}` }, routing },
    });
  const draining = { region: 'us-east-1', ttlMs: 0, signal: new AbortController().signal };
  const left = async () =>
    (await recordsOf(route53, zone.id))
      .filter(({ SetIdentifier }) => SetIdentifier !== undefined)
      .map(({ Name = '', SetIdentifier, Type }) => [Name.split('.')[0], SetIdentifier, Type]);
  await drainRegion(route53, settings(undefined), draining);
  t.is((await left()).length, records.length, 'without routing there is nothing to drain');
  for (let times = 0; times < 2; times += 1) {
    await drainRegion(route53, settings({ policy: 'latency', healthPath: '/' }), draining);
    t.deepEqual(await left(), [records[0], records[3], records[4]]);
  }
});

test('whoever was led there is waited for, until somebody stops it', async (t) => {
  const { route53 } = (await startEmbedded(t)).clients;
  const zone = await makeZone(t, route53);
  const routing = { policy: 'latency', healthPath: '/' };
  const settings = parseSettings({
    function: { name: 'greeting' },
    domain: { zone: zone.name, targets: { prod: `api.${zone.name}` }, routing },
  });
  const stop = new AbortController();
  const drained = drainRegion(route53, settings, {
    ...{ region: 'us-east-1', ttlMs: 600_000, signal: stop.signal },
  });
  stop.abort();
  await t.throwsAsync(drained, { name: 'AbortError' });
});
