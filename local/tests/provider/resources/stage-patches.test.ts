import test from 'ava';
import { stagePatches } from '../../../provider/resources/stage-patches.ts';

const state = {
  deployment: 'd1',
  description: 'one',
  xrayTracingEnabled: false,
  variables: { LambdaAlias: 'PROD', 'a/b~c': '1' },
  accessLogSettings: { destinationArn: 'arn', format: 'f' },
  canarySettings: {
    deploymentId: 'd1',
    percentTraffic: 10,
    stageVariableOverrides: { LambdaAlias: 'NEXT' },
  },
};

test('nothing changed: no patch at all', (t) => {
  t.deepEqual(stagePatches(state, state), []);
});

test('a changed variable patches nothing but itself', (t) => {
  const asked = { ...state, variables: { LambdaAlias: 'OTHER', 'a/b~c': '1' } };
  t.deepEqual(stagePatches(state, asked), [
    { op: 'replace', path: '/variables/LambdaAlias', value: 'OTHER' },
  ]);
});

test('a variable that is taken away is removed, its name escaped', (t) => {
  const asked = { ...state, variables: { LambdaAlias: 'PROD' } };
  t.deepEqual(stagePatches(state, asked), [{ op: 'remove', path: '/variables/a~1b~0c' }]);
});

test('the deployment is patched only when the program changes it', (t) => {
  t.deepEqual(stagePatches(state, { ...state, deployment: 'd2' }), [
    { op: 'replace', path: '/deploymentId', value: 'd2' },
  ]);
});

test('settings that are taken away are set back', (t) => {
  const { description: _description, ...rest } = state;
  t.deepEqual(stagePatches({ ...state, xrayTracingEnabled: true }, rest), [
    { op: 'replace', path: '/description', value: '' },
    { op: 'replace', path: '/tracingEnabled', value: 'false' },
  ]);
});

test('access log: both halves together, or none', (t) => {
  const { accessLogSettings: _log, ...rest } = state;
  t.deepEqual(stagePatches(state, rest), [{ op: 'remove', path: '/accessLogSettings' }]);
  t.deepEqual(stagePatches(rest, state), [
    { op: 'replace', path: '/accessLogSettings/destinationArn', value: 'arn' },
    { op: 'replace', path: '/accessLogSettings/format', value: 'f' },
  ]);
});

test('canary: changed members and overrides one by one, or gone', (t) => {
  const canarySettings = {
    ...state.canarySettings,
    percentTraffic: 50,
    stageVariableOverrides: {},
  };
  t.deepEqual(stagePatches(state, { ...state, canarySettings }), [
    { op: 'replace', path: '/canarySettings/percentTraffic', value: '50' },
    { op: 'remove', path: '/canarySettings/stageVariableOverrides/LambdaAlias' },
  ]);
  const { canarySettings: _canary, ...rest } = state;
  t.deepEqual(stagePatches(state, rest), [{ op: 'remove', path: '/canarySettings' }]);
});
