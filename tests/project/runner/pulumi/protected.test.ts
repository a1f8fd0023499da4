import test from 'ava';
import { protectedEverywhere, protectedInRegion } from '../../../../runner/pulumi/protected.ts';
import { regionOutputs } from '../_region-outputs.ts';

const ofRegion = regionOutputs('old', 'prod');
const american = 'us-east-1';

test('a target is protected in every region, and nothing of other targets is told', (t) => {
  const names = (outputs: Parameters<typeof protectedEverywhere>[0]) =>
    protectedEverywhere(outputs, 'old', 'eu-west-1').map(({ name }) => name);
  const here = ['OLD-alias', 'OLD-permission', 'OLD_STANDBY-alias', 'OLD_STANDBY-permission'];
  const ofHome = [...here, 'old-stage'];
  t.deepEqual(names(ofRegion), ofHome);
  t.deepEqual(names({ ...ofRegion, regions: { [american]: ofRegion } }), [
    ...ofHome,
    ...ofHome.map((name) => `${american}-${name}`),
  ]);
  const { old: _old, ...targets } = ofRegion.targets;
  t.deepEqual(names({ ...ofRegion, regions: { [american]: { ...ofRegion, targets } } }), ofHome);
  t.throws(() => protectedEverywhere(ofRegion, 'gone', 'eu-west-1'), { message: /no target gone/ });
});

test('what of a region is protected is told by its name in the program', (t) => {
  const urn = (name: string) => `urn:pulumi:dev::project::aws:lambda/function:Function::${name}`;
  const resources = [
    { urn: urn('function'), protect: true },
    { urn: urn(`${american}-function`), protect: true, id: 'greeting' },
    { urn: urn(`${american}-orders`), protect: true },
    { urn: urn(`${american}-runtime-updates`) },
    { urn: urn('us-east-2-function'), protect: true },
  ];
  t.deepEqual(protectedInRegion({ version: 3, deployment: { resources } }, american), [
    urn(`${american}-function`),
    urn(`${american}-orders`),
  ]);
});
