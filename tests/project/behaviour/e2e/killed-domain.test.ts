import { randomUUID } from 'node:crypto';
import { GetBasePathMappingsCommand } from '@aws-sdk/client-api-gateway';
import { CreateHostedZoneCommand, ListResourceRecordSetsCommand } from '@aws-sdk/client-route-53';
import test from 'ava';
import { pointsToRun } from '../../_helpers/matrix.ts';
import { killAtCall } from './_called.ts';
import { createReleasedCheckout } from './_released.ts';

/** In the quick form it kills at the making, and the deletion, of the domain name. */
const quick = { stride: 4, start: 2 };

const checkout = await createReleasedCheckout({ areTiersGreen: true });
test.after.always(() => checkout.close());

const domain = 'api.example.test';
const functionSetting = '  gated-lambda-release:function:\n';
const domainSetting = `  gated-lambda-release:domain:
    zone: example.test
    targets: { prod: ${domain} }
`;

async function makeZone(): Promise<string> {
  const zone = { Name: 'example.test', CallerReference: randomUUID() };
  const { HostedZone } = await checkout.clients().route53.send(new CreateHostedZoneCommand(zone));
  return HostedZone?.Id ?? '';
}

async function recordTypes(HostedZoneId: string): Promise<string[]> {
  const { ResourceRecordSets = [] } = await checkout
    .clients()
    .route53.send(new ListResourceRecordSetsCommand({ HostedZoneId }));
  return ResourceRecordSets.filter(({ Name }) => Name === `${domain}.`).map(
    ({ Type = '' }) => Type,
  );
}

/** Without the lock, which a killed command leaves behind. */
async function served() {
  const { aliases, ...others } = await checkout.live();
  const { RELEASE: _lock, ...targets } = aliases;
  return { ...others, targets };
}

const additions = [
  'RequestCertificate',
  'ChangeResourceRecordSets',
  'CreateDomainName',
  'CreateBasePathMapping',
];
const removals = ['DeleteBasePathMapping', 'ChangeResourceRecordSets', 'DeleteDomainName'];

test('killed again and again, a domain is added by the next release and retired by the same command', async (t) => {
  t.timeout(600_000);
  await checkout.serve();
  const before = await served();
  const zoneId = await makeZone();
  const undo = await checkout.edit(
    'Pulumi.local.yaml',
    functionSetting,
    domainSetting + functionSetting,
  );
  for (const operation of pointsToRun(additions, quick.stride, quick.start)) {
    await killAtCall(checkout, operation, 'release');
    t.deepEqual(await served(), before, operation);
  }
  const added = await checkout.release();
  t.is(added.status, 0, added.stderr);
  const { targets } = await checkout.status();
  t.regex(targets.find(({ name }) => name === 'prod')?.url ?? '', new RegExp(`/${domain}$`));
  t.deepEqual(await recordTypes(zoneId), ['A', 'AAAA']);
  t.deepEqual(await served(), before);

  await undo();
  const retire = ['--domain', domain, '--yes'];
  for (const operation of pointsToRun(removals, quick.stride, quick.start)) {
    await killAtCall(checkout, operation, 'retire', retire);
    t.deepEqual(await served(), before, operation);
  }
  const retired = await checkout.run('retire', retire);
  t.is(retired.status, 0, retired.stderr);
  t.deepEqual(await recordTypes(zoneId), []);
  await t.throwsAsync(
    checkout.clients().apigateway.send(new GetBasePathMappingsCommand({ domainName: domain })),
    { name: 'NotFoundException' },
  );
  t.deepEqual(await served(), before);
  t.regex((await checkout.release()).stdout, /Nothing to release/);
});
