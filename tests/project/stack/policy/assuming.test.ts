import test from 'ava';
import { assumingPolicies } from '../../../../stack/policy/assuming.ts';

const arn = (name: string) => `arn:aws:iam::123456789012:role/${name}`;

test('each role has to be assumed by the one before', (t) => {
  const roles = [
    { roleArn: arn('first') },
    { roleArn: arn('second'), tags: { team: 'shop' }, sourceIdentity: 'ada' },
  ];
  const policies = assumingPolicies({ roles }) ?? {};
  t.deepEqual(Object.keys(policies), ['who signs in', arn('first')]);
  t.deepEqual(policies['who signs in']?.Statement, [
    { Effect: 'Allow', Action: ['sts:AssumeRole'], Resource: [arn('first')] },
  ]);
  t.deepEqual(policies[arn('first')]?.Statement, [
    {
      Effect: 'Allow',
      Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
      Resource: [arn('second')],
    },
  ]);
});

test('without roles nothing has to be assumed', (t) => {
  t.is(assumingPolicies({ roles: [] }), undefined);
});
