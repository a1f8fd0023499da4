import test from 'ava';
import { z } from 'zod';
import { adoptInto, hasUnreadable } from '../../../../runner/pulumi/adopted-state.ts';
import { plannedCreation, unknownId } from '../../../../runner/pulumi/planned-creations.ts';

const urn = (type: string, name: string) =>
  `urn:pulumi:dev::gated-lambda-release::${type}::${name}`;
const stackUrn = urn('pulumi:pulumi:Stack', 'gated-lambda-release-dev');
const providerUrn = urn('pulumi:providers:aws', 'default_7_48_0');

const planned = (
  type: string,
  name: string,
  inputs: Readonly<Record<string, unknown>>,
  more: { readonly parent?: string; readonly provider?: string; readonly protect?: boolean } = {},
) =>
  plannedCreation({
    urn: urn(type, name),
    type,
    custom: type !== 'pulumi:pulumi:Stack',
    id: '',
    parent: stackUrn,
    provider: `${providerUrn}::${unknownId}`,
    inputs: { ...inputs },
    outputs: {},
    ...more,
  });

const stack = planned(
  'pulumi:pulumi:Stack',
  'gated-lambda-release-dev',
  {},
  { parent: '', provider: '' },
);
const provider = planned(
  'pulumi:providers:aws',
  'default_7_48_0',
  { region: 'eu-west-1' },
  { parent: '', provider: '' },
);
const alias = planned(
  'aws:lambda/alias:Alias',
  'PROD-alias',
  { name: 'PROD', functionName: 'greeting', functionVersion: unknownId },
  { protect: true },
);

const resources = (state: unknown) =>
  z
    .object({ deployment: z.object({ resources: z.array(z.record(z.string(), z.unknown())) }) })
    .parse(state).deployment.resources;

test('of planned inputs only what is known is kept, and no secret is made up', (t) => {
  t.deepEqual(alias.inputs, { name: 'PROD', functionName: 'greeting' });
  const secret = { '4dabf18193072939515e22adb298388d': '1b47061264138c4ac30d75fd1eb44270' };
  const { inputs } = planned('aws:lambda/function:Function', 'function', {
    environment: { variables: { ...secret, ciphertext: '[secret]' } },
    layers: [unknownId],
  });
  t.deepEqual(inputs, { environment: { variables: { ...secret, plaintext: 'null' } } });
});

test('a state that is empty gets the stack and the provider as well', (t) => {
  const leftovers = { existing: [{ ...alias, found: { id: 'greeting/PROD' } }], halfMade: [] };
  const empty = { version: 3, deployment: { manifest: {} } };
  const state = adoptInto(empty, leftovers, [stack, provider, alias]);
  t.like(state, { version: 3, deployment: { manifest: {} } });
  const [first, second, third, ...others] = resources(state);
  t.deepEqual(others, []);
  t.deepEqual([first?.urn, second?.urn, third?.urn], [stackUrn, providerUrn, alias.urn]);
  t.regex(String(second?.id), /^[0-9a-f-]{36}$/);
  t.deepEqual(second?.outputs, { region: 'eu-west-1' });
  t.deepEqual(third, {
    urn: alias.urn,
    type: alias.type,
    custom: true,
    inputs: alias.inputs,
    parent: stackUrn,
    protect: true,
    id: 'greeting/PROD',
    provider: `${providerUrn}::${String(second?.id)}`,
  });
});

test('in a state that is there one resource is added, and is not pending any more', (t) => {
  const entries = [
    { urn: stackUrn, type: 'pulumi:pulumi:Stack' },
    { urn: providerUrn, type: 'pulumi:providers:aws', id: 'known' },
  ];
  const pending = (each: string) => ({ resource: { urn: each, type: 'x' }, type: 'creating' });
  const before = {
    deployment: { resources: entries, pending_operations: [pending(alias.urn), pending('other')] },
  };
  const kept = { name: 'PROD', code: 'c' };
  const known = { ...alias, provider: `${providerUrn}::known`, found: { id: 'x', kept } };
  const state = adoptInto(before, { existing: [known], halfMade: [] }, [known]);
  t.deepEqual(resources(state).slice(0, 2), entries);
  t.like(resources(state)[2], {
    provider: `${providerUrn}::known`,
    inputs: kept,
    outputs: kept,
  });
  t.like(state, { deployment: { pending_operations: [pending('other')] } });
});

test('what another command wrote down meanwhile is left as it is', (t) => {
  const entries = [{ urn: alias.urn, type: alias.type, id: 'arn' }];
  const leftovers = { existing: [{ ...alias, found: { id: 'greeting/PROD' } }], halfMade: [] };
  const state = adoptInto({ deployment: { resources: entries } }, leftovers, [stack, alias]);
  t.deepEqual(resources(state), entries);
});

test('of an API that is half made the body is forgotten, which no refresh reads back', (t) => {
  const type = 'aws:apigateway/restApi:RestApi';
  t.true(hasUnreadable(type));
  t.false(hasUnreadable('aws:apigateway/stage:Stage'));
  const api = {
    urn: urn(type, 'api'),
    type,
    id: 'a1b2c3',
    outputs: { name: 'greeting', body: '{}' },
  };
  const half = { ...api, initErrors: ['PutRestApi failed'] };
  const other = { ...half, urn: 'other' };
  const leftovers = { existing: [], halfMade: [{ urn: api.urn, type, name: 'api' }] };
  const state = adoptInto({ deployment: { resources: [half, other] } }, leftovers, []);
  t.deepEqual(resources(state), [{ ...api, outputs: { name: 'greeting' } }, other]);
});
