import test from 'ava';

import { allowsInvocation } from '../../../aws/lambda/policy-match.ts';
import type { PolicyStatement } from '../../../aws/lambda/state.ts';

const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:greeting';
const caller = {
  principal: 'apigateway.amazonaws.com',
  sourceArn: 'arn:aws:execute-api:eu-west-1:123456789012:abc/prod/GET/greeting',
  sourceAccount: '123456789012',
};

function statement(changes: Partial<PolicyStatement> = {}): PolicyStatement {
  return {
    Sid: 'api',
    Effect: 'Allow',
    Principal: { Service: 'apigateway.amazonaws.com' },
    Action: 'lambda:InvokeFunction',
    Resource: `${arn}:PROD`,
    Condition: {
      ArnLike: { 'AWS:SourceArn': 'arn:aws:execute-api:eu-west-1:123456789012:abc/prod/*/*' },
    },
    ...changes,
  };
}

const allows = (...statements: PolicyStatement[]) =>
  allowsInvocation(statements, `${arn}:PROD`, caller);

test('a statement that names service, resource and source allows the call', (t) => {
  t.true(allows(statement()));
  t.true(allows(statement({ Action: 'lambda:*' })));
  t.true(allows(statement({ Principal: '*' })));
  t.true(allows(statement({ Action: 'lambda:GetFunction' }), statement()));
});

test('nothing is allowed without a statement', (t) => {
  t.false(allows());
});

test('a grant on the bare function or another alias does not open an alias', (t) => {
  t.false(allows(statement({ Resource: arn })));
  t.false(allows(statement({ Resource: `${arn}:STAGE` })));
});

const others = {
  'another action': { Action: 'lambda:GetFunction' },
  'another service': { Principal: { Service: 'events.amazonaws.com' } },
  'an account': { Principal: { AWS: 'arn:aws:iam::123456789012:root' } },
  'another stage': {
    Condition: {
      ArnLike: { 'AWS:SourceArn': 'arn:aws:execute-api:eu-west-1:123456789012:abc/stage/*/*' },
    },
  },
  'another account': { Condition: { StringEquals: { 'AWS:SourceAccount': '999999999999' } } },
  'a condition the service knows nothing of': {
    Condition: { StringEquals: { 'lambda:EventSourceToken': 'token' } },
  },
};

for (const [title, changes] of Object.entries(others)) {
  test(`a statement for ${title} does not allow the call`, (t) => {
    t.false(allows(statement(changes)));
  });
}

test('all conditions of a statement have to be met', (t) => {
  const ArnLike = { 'AWS:SourceArn': caller.sourceArn };
  t.true(
    allows(
      statement({ Condition: { ArnLike, StringEquals: { 'AWS:SourceAccount': '123456789012' } } }),
    ),
  );
  t.false(
    allows(statement({ Condition: { ArnLike, StringEquals: { 'AWS:SourceAccount': '1' } } })),
  );
});
