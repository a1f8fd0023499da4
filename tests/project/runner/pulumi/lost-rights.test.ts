import type { StepEventMetadata } from '@pulumi/pulumi/automation/index.js';
import test from 'ava';
import { EngineLog } from '../../../../runner/pulumi/engine-log.ts';
import { unknownId } from '../../../../runner/pulumi/planned-creations.ts';
import { lostRights } from '../../../../runner/pulumi/lost-rights.ts';

type Inputs = Readonly<Record<string, string>>;

const rolePolicy = 'aws:iam/rolePolicy:RolePolicy';
const attachment = 'aws:iam/rolePolicyAttachment:RolePolicyAttachment';

function stepOf(
  op: 'update' | 'delete' | 'create' | 'same',
  before: Inputs,
  after: Inputs = {},
  { type = rolePolicy, name = 'function-policies' } = {},
): StepEventMetadata {
  const urn = `urn:pulumi:dev::gated-lambda-release::${type}::${name}`;
  const state = { urn, type, id: '', parent: '', provider: '', outputs: {} };
  const old = { ...state, inputs: before };
  return { op, urn, type, provider: '', old, new: { ...state, inputs: after } };
}

const policyOf = (...Statement: readonly object[]): Inputs => ({
  policy: JSON.stringify({ Version: '2012-10-17', Statement }),
});
const allow = (
  Action: string | string[],
  Resource: string | string[] = '*',
  rest: object = {},
) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...rest,
});

const orders = 'arn:aws:dynamodb:eu-west-1:000000000000:table/orders';

test('what a policy does not allow any more is lost, action by action', (t) => {
  const before = policyOf(allow(['dynamodb:GetItem', 'dynamodb:PutItem'], orders), allow('s3:*'));
  const after = policyOf(allow('dynamodb:GetItem', orders));
  t.deepEqual(lostRights([stepOf('update', before, after)]), [
    `dynamodb:PutItem on ${orders}`,
    's3:* on *',
  ]);
  t.deepEqual(lostRights([stepOf('delete', policyOf(allow('s3:GetObject')))]), [
    's3:GetObject on *',
  ]);
});

for (const [what, before, after] of [
  ['is written otherwise', allow('s3:GetObject', '*'), allow(['S3:GetObject'], ['*'])],
  [
    'is allowed with more',
    allow('s3:GetObject', 'arn:aws:s3:::a/b'),
    allow('s3:Get*', 'arn:aws:s3:::a/*'),
  ],
  ['was denied', { ...allow('s3:GetObject'), Effect: 'Deny' }, allow('s3:PutObject')],
  [
    'keeps its condition',
    allow('s3:GetObject', '*', { Condition: { Bool: { a: true } } }),
    allow('s3:*', '*', { Condition: { Bool: { a: true } } }),
  ],
] as const) {
  test(`what ${what} is not lost`, (t) => {
    t.deepEqual(lostRights([stepOf('update', policyOf(before), policyOf(after))]), []);
  });
}

test('a condition takes what was allowed without one', (t) => {
  const after = policyOf(allow('s3:GetObject', '*', { Condition: { Bool: { a: true } } }));
  const step = stepOf('update', policyOf(allow('s3:GetObject')), after);
  t.deepEqual(lostRights([step]), ['s3:GetObject on *']);
});

test('a statement that says what it leaves out hides none beside it', (t) => {
  const others = { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' };
  const before = policyOf(others, allow('s3:GetObject'));
  t.deepEqual(lostRights([stepOf('update', before, policyOf())]), ['s3:GetObject on *']);
  t.deepEqual(lostRights([stepOf('update', before, policyOf(others))]), [], 'it may allow that');
  const alone = JSON.stringify({ Version: '2012-10-17', Statement: allow('s3:GetObject') });
  t.deepEqual(lostRights([stepOf('delete', { policy: alone })]), ['s3:GetObject on *']);
});

test('what another policy of the role allows is not lost', (t) => {
  const read = policyOf(allow('s3:GetObject'));
  const taken = stepOf('delete', read);
  const into = (op: 'create' | 'same') =>
    stepOf(op, op === 'same' ? read : {}, read, { name: 'function-needs' });
  t.deepEqual(lostRights([taken, into('create')]), [], 'it moves');
  t.deepEqual(lostRights([into('same'), taken]), [], 'it was there twice');
  const unknown = stepOf('create', {}, { policy: unknownId }, { name: 'function-needs' });
  t.deepEqual(lostRights([taken, unknown]), [], 'it may move');
  const foreign = stepOf('create', {}, read, { name: 'deployer-releasing' });
  t.deepEqual(lostRights([taken, foreign]), ['s3:GetObject on *']);
});

test('what is denied from now on is told, in whatever order a condition is written', (t) => {
  const deny = (Condition: object) => ({ ...allow('s3:*', '*', { Condition }), Effect: 'Deny' });
  const insecure = { Bool: { 'aws:SecureTransport': 'false' } };
  const far = { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } };
  const before = policyOf(allow('s3:*'), deny({ ...insecure, ...far }));
  t.deepEqual(lostRights([stepOf('update', policyOf(allow('s3:*')), before)]), [
    's3:* on * (denied)',
  ]);
  const after = policyOf(allow('s3:*'), deny({ ...far, ...insecure }));
  t.deepEqual(lostRights([stepOf('update', before, after)]), []);
});

test('a managed policy is told by its ARN', (t) => {
  const policyArn = 'arn:aws:iam::aws:policy/AmazonSQSFullAccess';
  const step = stepOf('delete', { role: 'r', policyArn }, {}, { type: attachment });
  t.deepEqual(lostRights([step]), [policyArn]);
});

test('what is made, is another role’s, or is not known before it is done, takes nothing', (t) => {
  const before = policyOf(allow('s3:GetObject'));
  t.deepEqual(lostRights([stepOf('create', {}, before)]), []);
  t.deepEqual(lostRights([stepOf('delete', before, {}, { name: 'deployer-releasing' })]), []);
  t.deepEqual(lostRights([stepOf('update', before, { policy: unknownId })]), []);
});

test('a plan warns once of all that it takes', (t) => {
  const log = new EngineLog();
  const note = (metadata: StepEventMetadata) => {
    log.add({ sequence: 1, timestamp: 1, resourcePreEvent: { metadata } });
  };
  note(stepOf('delete', policyOf(allow('s3:GetObject'))));
  note(stepOf('delete', { policyArn: 'arn:p' }, {}, { type: attachment, name: 'function-p' }));
  t.deepEqual(log.describeWarnings(), [
    'the function may not do any more, in any version: s3:GetObject on *, arn:p. Where what serves needs it, release code that does without it first',
  ]);
  log.forgetSteps();
  t.deepEqual(log.describeWarnings(), []);
});
