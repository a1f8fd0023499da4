import test from 'ava';

import type { RecordedWrite } from '../../aws/lag/write-log.ts';
import { writesOf } from '../../trace/recorded.ts';

const place = { account: '000000000000', region: 'eu-west-1' };
const recorded: RecordedWrite[] = [
  {
    ...{ kind: 'alias', at: 1, ...place, functionName: 'greeting', name: 'PROD' },
    value: { version: '7', weights: { 8: 0.1 } },
  },
  { kind: 'alias', at: 2, ...place, functionName: 'greeting', name: 'PROD', value: null },
  { kind: 'alias', at: 3, ...place, functionName: 'other', name: 'PROD', value: null },
  {
    ...{ kind: 'stage', at: 4, ...place, restApiId: 'api', name: 'prod' },
    value: {
      deploymentId: 'a',
      variables: { LambdaAlias: 'PROD', Color: 'blue' },
      canary: { percent: 10, deploymentId: 'b', variables: { LambdaAlias: 'NEXT' } },
      isClosed: true,
    },
  },
  { kind: 'stage', at: 5, ...place, restApiId: 'api', name: 'prod', value: null },
  { kind: 'stage', at: 6, ...place, restApiId: 'other', name: 'prod', value: null },
];

test('the writes of one function and one API are taken out of the log', (t) => {
  t.deepEqual(writesOf(recorded, { functionName: 'greeting', restApiId: 'api' }), [
    { kind: 'alias', at: 1, name: 'PROD', version: '7', weights: { 8: 0.1 } },
    { kind: 'alias', at: 2, name: 'PROD', isDeleted: true },
    {
      ...{ kind: 'stage', at: 4, name: 'prod', deployment: 'a', alias: 'PROD', isClosed: true },
      canary: { percent: 10, deployment: 'b', alias: 'NEXT' },
    },
    { kind: 'stage', at: 5, name: 'prod', isDeleted: true },
  ]);
});

test('the variable that names the alias can be another one', (t) => {
  const subject = { functionName: '', restApiId: 'api', aliasVariable: 'Color' };
  t.like(writesOf(recorded, subject)[0], {
    alias: 'blue',
    canary: { percent: 10, deployment: 'b', alias: '' },
  });
});
