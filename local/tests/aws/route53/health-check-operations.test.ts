import { randomUUID } from 'node:crypto';

import {
  ChangeTagsForResourceCommand,
  CreateHealthCheckCommand,
  DeleteHealthCheckCommand,
  GetHealthCheckCommand,
  GetHealthCheckStatusCommand,
  ListHealthChecksCommand,
  ListTagsForResourceCommand,
  UpdateHealthCheckCommand,
  type HealthCheckConfig,
} from '@aws-sdk/client-route-53';
import test, { type ExecutionContext } from 'ava';

import { failsWith } from '../../_helpers/aws-errors.ts';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { testEmbedded } from '../../_helpers/embedded-only.ts';

const endpoint = {
  ...{ Type: 'HTTPS', FullyQualifiedDomainName: 'api.example.test', ResourcePath: '/v1/ready' },
} as const satisfies HealthCheckConfig;

async function setUp(t: ExecutionContext) {
  const { route53 } = (await startEmbedded(t)).clients;
  const make = async (HealthCheckConfig: HealthCheckConfig, CallerReference = randomUUID()) => {
    const { HealthCheck } = await route53.send(
      new CreateHealthCheckCommand({ CallerReference, HealthCheckConfig }),
    );
    const id = HealthCheck?.Id ?? '';
    t.teardown(() =>
      route53.send(new DeleteHealthCheckCommand({ HealthCheckId: id })).catch(() => undefined),
    );
    return id;
  };
  const find = async (HealthCheckId: string) =>
    (await route53.send(new GetHealthCheckCommand({ HealthCheckId }))).HealthCheck;
  return { route53, make, find };
}

test('a health check is made with what Route 53 chooses, changed, and deleted', async (t) => {
  const { route53, make, find } = await setUp(t);
  const HealthCheckId = await make(endpoint);
  t.like(await find(HealthCheckId), {
    HealthCheckVersion: 1,
    HealthCheckConfig: {
      ...{ ...endpoint, Port: 443, RequestInterval: 30, FailureThreshold: 3, EnableSNI: true },
      ...{ Inverted: false, Disabled: false, MeasureLatency: false },
    },
  });
  const { HealthCheck } = await route53.send(
    new UpdateHealthCheckCommand({
      HealthCheckId,
      Inverted: true,
      ResetElements: ['ResourcePath'],
    }),
  );
  t.is(HealthCheck?.HealthCheckVersion, 2);
  t.like(HealthCheck?.HealthCheckConfig, { Inverted: true, FailureThreshold: 3 });
  t.is(HealthCheck?.HealthCheckConfig?.ResourcePath, undefined);
  const stale = new UpdateHealthCheckCommand({ HealthCheckId, HealthCheckVersion: 1 });
  await failsWith(t, () => route53.send(stale), 'HealthCheckVersionMismatch', 409);
  await route53.send(new DeleteHealthCheckCommand({ HealthCheckId }));
  await failsWith(t, () => find(HealthCheckId), 'NoSuchHealthCheck', 404);
});

test('a caller reference names one health check', async (t) => {
  const { make } = await setUp(t);
  const reference = randomUUID();
  const id = await make(endpoint, reference);
  t.is(await make(endpoint, reference), id);
  const other = () => make({ ...endpoint, ResourcePath: '/other' }, reference);
  await failsWith(t, other, 'HealthCheckAlreadyExists', 409);
});

testEmbedded('health checks are listed in pages', async (t) => {
  const { route53, make } = await setUp(t);
  const made = [await make(endpoint), await make(endpoint), await make(endpoint)];
  const list = async (Marker?: string) =>
    route53.send(new ListHealthChecksCommand({ Marker, MaxItems: 2 }));
  const first = await list();
  t.true(first.IsTruncated);
  const second = await list(first.NextMarker);
  const ids = [first, second].flatMap(({ HealthChecks = [] }) => HealthChecks.map(({ Id }) => Id));
  t.deepEqual(ids, made.toSorted());
});

test('tags of a health check are its own', async (t) => {
  const { route53, make } = await setUp(t);
  const ResourceId = await make(endpoint);
  const AddTags = [{ Key: 'a', Value: '1' }];
  const check = { ResourceType: 'healthcheck' as const, ResourceId };
  await route53.send(new ChangeTagsForResourceCommand({ ...check, AddTags }));
  const { ResourceTagSet } = await route53.send(new ListTagsForResourceCommand(check));
  t.deepEqual(ResourceTagSet?.Tags, AddTags);
});

const invalid: readonly (readonly [string, HealthCheckConfig])[] = [
  ['an endpoint without a name', { Type: 'HTTPS', ResourcePath: '/' }],
  ['an interval of 20 seconds', { ...endpoint, RequestInterval: 20 }],
  ['two regions of checkers', { ...endpoint, Regions: ['eu-west-1', 'us-east-1'] }],
  ['an endpoint with children', { ...endpoint, ChildHealthChecks: ['a'] }],
  ['a calculated one with a name', { Type: 'CALCULATED', FullyQualifiedDomainName: 'a.test' }],
];

for (const [what, config] of invalid) {
  test(`${what} is refused`, async (t) => {
    const { make } = await setUp(t);
    await failsWith(t, () => make(config), 'InvalidInput', 400);
  });
}

testEmbedded('what is not checked here is refused by its name', async (t) => {
  const { make } = await setUp(t);
  await t.throwsAsync(make({ Type: 'TCP', FullyQualifiedDomainName: 'a.test' }), {
    message: /type TCP/,
  });
  await t.throwsAsync(make({ ...endpoint, IPAddress: '192.0.2.1' }), { message: /IPAddress/ });
});

test('a calculated health check has no checkers to ask', async (t) => {
  const { route53, make } = await setUp(t);
  const HealthCheckId = await make({ Type: 'CALCULATED', HealthThreshold: 0 });
  const call = () => route53.send(new GetHealthCheckStatusCommand({ HealthCheckId }));
  await failsWith(t, call, 'InvalidInput', 400);
});
