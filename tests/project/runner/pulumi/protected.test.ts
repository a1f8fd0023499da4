import test from 'ava';
import { protectedByRetiring } from '../../../../runner/pulumi/protected.ts';
import { regionOutputs } from '../_region-outputs.ts';

const american = 'us-east-1';
const ofRegion = regionOutputs('old', 'prod');
const inBoth = { ...ofRegion, regions: { [american]: ofRegion } };
const going = {
  which: 'target',
  name: 'old',
  stack: 'organization/proj/dev',
  home: 'eu-west-1',
} as const;

const types = {
  alias: 'aws:lambda/alias:Alias',
  permission: 'aws:lambda/permission:Permission',
  stage: 'aws:apigateway/stage:Stage',
  function: 'aws:lambda/function:Function',
};

/** A resource, whose name ends with a word for its type. */
const resource = (name: string, protect = true) => {
  const type = types[name.split('-').at(-1) as keyof typeof types];
  return { urn: `urn:pulumi:dev::gated-lambda-release::${type}::${name}`, protect };
};
const exported = (...names: readonly string[]) => ({
  version: 3,
  deployment: { resources: names.map((name) => resource(name)) },
});
const namesOf = (urns: readonly string[]) => urns.map((urn) => urn.split('::').at(-1));

const here = ['OLD-alias', 'OLD-permission', 'OLD_STANDBY-alias', 'OLD_STANDBY-permission'];
const ofHome = [...here, 'old-stage'];
const ofAmerica = ofHome.map((name) => `${american}-${name}`);
const others = ['greeting-function', 'PROD-alias', `${american}-PROD-alias`];
const all = exported(...ofHome, ...others, ...ofAmerica);

test('a target is protected in every region that has it, and nothing of other targets is told', (t) => {
  t.deepEqual(namesOf(protectedByRetiring(going, inBoth, all)), [...ofHome, ...ofAmerica]);
  t.deepEqual(namesOf(protectedByRetiring(going, ofRegion, all)), ofHome);
  const { old: _old, ...targets } = ofRegion.targets;
  const regions = { [american]: { ...ofRegion, targets } };
  t.deepEqual(namesOf(protectedByRetiring(going, { ...ofRegion, regions }, all)), ofHome);
});

test('what is gone already, or not protected any more, is not told again', (t) => {
  t.deepEqual(namesOf(protectedByRetiring(going, ofRegion, exported('old-stage'))), ['old-stage']);
  const deployment = { resources: [resource('OLD-alias', false), resource('old-stage')] };
  t.deepEqual(namesOf(protectedByRetiring(going, ofRegion, { deployment })), ['old-stage']);
});

test('a target that there is not is no target to retire', (t) => {
  const gone = { ...going, name: 'gone' };
  t.throws(() => protectedByRetiring(gone, ofRegion, all), { message: /no target gone/ });
});

test('what of a region is protected is told by its name in the program', (t) => {
  const region = { ...going, which: 'region', name: american } as const;
  const names = [`${american}-greeting-function`, `${american}-PROD-alias`];
  const state = exported('greeting-function', ...names, 'us-east-2-greeting-function');
  t.deepEqual(namesOf(protectedByRetiring(region, inBoth, state)), names);
});
