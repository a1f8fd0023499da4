import { deepStrictEqual, throws } from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { byName } from '../../../aws/by-name.ts';
import type { PatchOperation } from '../../../aws/apigateway/patch.ts';
import { patchStage } from '../../../aws/apigateway/stage-patch.ts';
import { newStage } from '../../../aws/apigateway/stages.ts';

const good: fc.Arbitrary<PatchOperation> = fc.constantFrom<PatchOperation>(
  { op: 'replace', path: '/deploymentId', value: 'abc123' },
  { op: 'replace', path: '/variables/a', value: '2' },
  { op: 'add', path: '/variables/b', value: '3' },
  { op: 'remove', path: '/variables/a' },
  { op: 'replace', path: '/accessLogSettings/format', value: '$context.requestId' },
  { op: 'remove', path: '/accessLogSettings' },
  { op: 'replace', path: '/tracingEnabled', value: 'true' },
  { op: 'replace', path: '/*/*/logging/loglevel', value: 'INFO' },
  { op: 'replace', path: '/~1a~1{id}/GET/throttling/rateLimit', value: '1.5' },
  { op: 'replace', path: '/canarySettings/percentTraffic', value: '12.5' },
  { op: 'replace', path: '/canarySettings/stageVariableOverrides/a', value: 'c' },
  { op: 'remove', path: '/canarySettings' },
);

const bad: fc.Arbitrary<PatchOperation> = fc.constantFrom<PatchOperation>(
  { op: 'replace', path: '/nonsense', value: 'x' },
  { op: 'remove', path: '/deploymentId' },
  { op: 'test', path: '/variables/a', value: '1' },
  { op: 'replace', path: '/variables/a' },
  { op: 'replace', path: '/*/*/logging/loglevel', value: 'DEBUG' },
  { op: 'remove', path: '/~1never/GET' },
  { op: 'copy', from: '/variables', path: '/deploymentId' },
  { op: 'replace', path: '/canarySettings/percentTraffic', value: '101' },
);

function stage() {
  return newStage(
    {
      stageName: 'prod',
      deploymentId: 'first1',
      variables: byName({ a: '1' }),
      cacheClusterEnabled: false,
      tracingEnabled: false,
      canarySettings: { percentTraffic: 5, stageVariableOverrides: byName({ x: 'y' }) },
    },
    1000,
  );
}

test('a failing patch anywhere in a list leaves the stage as it was', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.array(good), bad, fc.array(good), (before, failing, after) => {
        const target = stage();
        throws(() => patchStage(target, [...before, failing, ...after]), {
          code: 'BadRequestException',
        });
        deepStrictEqual(target, stage());
      }),
    ),
  );
});

test('a list of patches does what its patches do one after the other', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.array(good), (operations) => {
        const target = stage();
        const together = patchStage(target, operations);
        deepStrictEqual(target, stage());
        deepStrictEqual(
          together,
          operations.reduce((current, operation) => patchStage(current, [operation]), target),
        );
      }),
    ),
  );
});

test('names in a path are decoded as in a JSON pointer', (t) => {
  const path = '/canarySettings/stageVariableOverrides/a~1b~0c';
  const patched = patchStage(stage(), [{ op: 'replace', path, value: 'v' }]);
  t.deepEqual(patched.canarySettings?.stageVariableOverrides, { x: 'y', 'a/b~c': 'v' });
});
