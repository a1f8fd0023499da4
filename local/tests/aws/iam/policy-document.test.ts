import { CreatePolicyCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import test from 'ava';
import { failsWith } from '../../_helpers/aws-errors.ts';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { createRole, uniqueName } from './_roles.ts';

type Statement = Readonly<Record<string, unknown>>;

const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::box' };
const ofVersion = (Version: string | undefined, Statement: unknown) => ({ Version, Statement });
const having = (changes: Statement) => ofVersion('2012-10-17', { ...statement, ...changes });

const syntax = /^Syntax errors in policy\.$/;
const legacy = /^The policy failed legacy parsing$/;
const version = /^Policy document must be version 2012-10-17 or greater\.$/;

const refused: readonly (readonly [what: string, document: unknown, message: RegExp])[] = [
  ['no object', 'text', syntax],
  ['no statement', ofVersion('2012-10-17', []), syntax],
  ['a member that no policy has', having({ Note: 'x' }), syntax],
  ['actions twice', having({ NotAction: [] }), syntax],
  ['a condition that tests by no operator', having({ Condition: { Same: { a: 'b' } } }), syntax],
  ['no version', ofVersion(undefined, statement), version],
  ['the old version', ofVersion('2008-10-17', statement), version],
  ['an effect in other case', having({ Effect: 'allow' }), legacy],
  ['an ARN cut short', having({ Resource: 'arn:aws:s3::box' }), legacy],
  ['a month too many', having({ Condition: { DateLessThan: { a: '2024-13' } } }), legacy],
  [
    'too late a second',
    having({ Condition: { DateLessThan: { a: '9223372036854775808' } } }),
    legacy,
  ],
  [
    'one ID for two',
    ofVersion('2012-10-17', [
      { ...statement, Sid: 'a' },
      { Effect: 'Allow', Sid: 'a' },
    ]),
    /^Statement IDs \(SID\) in a single policy must be unique\.$/,
  ],
  ['no action', having({ Action: [] }), /^Policy statement must contain actions\.$/],
  ['no resource', having({ Resource: [] }), /^Policy statement must contain resources\.$/],
  [
    'a resource by name',
    having({ Resource: 'box' }),
    /^Resource box must be in ARN format or "\*"\.$/,
  ],
  [
    'a resource of no partition',
    having({ Resource: 'aws:s3:::box' }),
    /^Partition "s3" is not valid for resource "arn:s3:::box:\*"\.$/,
  ],
  [
    'a bucket in a region',
    having({ Resource: 'arn:aws:s3:eu-west-1::box' }),
    /can not contain region/,
  ],
  [
    'what IAM has not',
    having({ Resource: 'arn:aws:iam:::box' }),
    /^IAM resource path must either be/,
  ],
  ['an action by name', having({ Action: 'GetObject' }), /must be prefaced by a vendor/],
  ['an action in two parts', having({ Action: 's3:Get:Object' }), /can contain only one colon\.$/],
  ['a vendor with a space', having({ Action: 's 3:GetObject' }), /^Vendor s 3 is not valid$/],
];

for (const [what, document, message] of refused) {
  test(`a managed policy with ${what} is malformed`, async (t) => {
    const { iam } = (await startEmbedded(t)).clients;
    const create = new CreatePolicyCommand({
      PolicyName: uniqueName('policy'),
      PolicyDocument: JSON.stringify(document),
    });
    const send = () => iam.send(create);
    await failsWith(t, send, 'MalformedPolicyDocumentException', 400, message);
  });
}

for (const changes of [
  { Action: 'any-service:Any thing' },
  { Action: undefined, NotAction: '*', Resource: undefined, NotResource: '*' },
  { Resource: ['*', 'arn:aws:iam::*:user/${aws:username}', 'arn:aws:later'] },
  { Resource: 'arn:aws:s3:eu-west-1:123456789012:accesspoint/mine' },
  { Condition: { Same: {}, 'ForAnyValue:StringEqualsIfExists': { a: ['b'] } } },
  { Condition: { DateLessThanEquals: { a: ['2016-12-13t2:00:00.593194+23', '-292275054'] } } },
]) {
  test(`a managed policy with ${JSON.stringify(changes)} is taken`, async (t) => {
    const { iam } = (await startEmbedded(t)).clients;
    const create = new CreatePolicyCommand({
      PolicyName: uniqueName('policy'),
      PolicyDocument: JSON.stringify(having(changes)),
    });
    t.truthy((await iam.send(create)).Policy?.Arn);
  });
}

test('a trust policy allows sessions and nothing else', async (t) => {
  const { iam } = (await startEmbedded(t)).clients;
  const RoleName = await createRole(t, iam);
  const trust = { Effect: 'Allow', Principal: { Service: 'a.amazonaws.com' } };
  for (const [document, message] of [
    ['not JSON', /^This policy contains invalid Json$/],
    [
      JSON.stringify(ofVersion('2012-10-17', { ...trust, Action: 'sts:GetCallerIdentity' })),
      /^AssumeRole policy may only specify STS AssumeRole actions\.$/,
    ],
  ] as const) {
    const update = new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: document });
    const send = () => iam.send(update);
    await failsWith(t, send, 'MalformedPolicyDocumentException', 400, message);
  }
});
