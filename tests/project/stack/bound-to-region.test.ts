import test from 'ava';
import { findBoundToRegion } from '../../../stack/bound-to-region.ts';
import { parseSettings } from '../../../stack/settings.ts';

const account = '123456789012';
const bound = parseSettings({
  function: {
    name: 'greeting',
    layers: [`arn:aws:lambda:eu-west-1:${account}:layer:tools:1`],
    kmsKey: `arn:aws:kms:eu-west-1:${account}:key/a-b`,
    deadLetter: `arn:aws:sqs:eu-west-1:${account}:failed`,
    runtimeUpdates: 'arn:aws:lambda:eu-west-1::runtime:abc',
    vpc: { subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'] },
  },
}).function;
const free = parseSettings({ function: { name: 'greeting' } }).function;

test('what is of one region is refused in a stack of several, each by its setting', (t) => {
  const found = findBoundToRegion(bound, ['eu-west-1', 'us-east-1']);
  const keys = found.map((problem) => problem.split(':')[0]);
  t.deepEqual(keys, [
    'function.layers[0]',
    'function.kmsKey',
    'function.deadLetter',
    'function.runtimeUpdates',
    'function.vpc',
  ]);
});

test('a stack of one region may say it, and one of several what is of none', (t) => {
  t.deepEqual(findBoundToRegion(bound, ['eu-west-1']), []);
  t.deepEqual(findBoundToRegion(free, ['eu-west-1', 'us-east-1']), []);
});
