import test from 'ava';
import type { Resource } from '../../../../infra/policy-pack/rules.ts';
import { account, region } from '../../../../local/tests/_helpers/account.ts';
import { alias, githubRole, logGroup, permission } from './_resources.ts';
import { violationsByRule } from './_violations.ts';

const api = `arn:aws:execute-api:${region}:${account}:abc123`;
const bucket = 'arn:aws:s3:::bucket';

const accepts = test.macro<Resource[]>((t, ...resources) => {
  for (const resource of resources) {
    t.deepEqual(violationsByRule(resource), {}, JSON.stringify(resource));
  }
});

/** Each resource breaks this one rule, and is told in one sentence that holds the words. */
const refuses = test.macro<[string, RegExp, ...Resource[]]>((t, rule, words, ...resources) => {
  for (const resource of resources) {
    const violations = violationsByRule(resource);
    t.deepEqual(Object.keys(violations), [rule], JSON.stringify(resource));
    t.is(violations[rule]?.length, 1);
    t.regex(violations[rule]?.[0] ?? '', words);
  }
});

test(
  'a permission without a qualifier is for the bare function',
  refuses,
  'permission-is-qualified',
  /stage-permission has no qualifier/,
  permission({ qualifier: undefined }),
  permission({ qualifier: '' }),
);

test(
  'a permission for $LATEST opens code that no gate has seen',
  refuses,
  'permission-is-qualified',
  /no gate has seen/,
  permission({ qualifier: '$LATEST' }),
);

test(
  'a permission is for the routes of one stage, as many as it likes',
  accepts,
  permission(),
  permission({ sourceArn: `${api}/prod/GET/greeting` }),
  permission({ sourceArn: `${api}/test-invoke-stage/*/greeting/*` }),
  permission({ sourceArn: `${api}/stage/*` }),
  permission({ sourceArn: `arn:aws-us-gov:execute-api:us-gov-west-1:${account}:abc123/stage/*/*` }),
);

test(
  'a permission whose source reaches beyond one stage is refused',
  refuses,
  'permission-source-is-one-stage',
  /must be literal/,
  permission({ sourceArn: `${api}/*` }),
  permission({ sourceArn: `${api}/*/*/*` }),
  permission({ sourceArn: `${api}/*/GET/greeting` }),
  permission({ sourceArn: `${api}/stage*/GET/greeting` }),
  permission({ sourceArn: `${api}/sta?e/*/*` }),
  permission({ sourceArn: `${api}/stage` }),
  permission({ sourceArn: `${api}/stage/` }),
  permission({ sourceArn: `${api}*/stage/*/*` }),
  permission({ sourceArn: `arn:aws:execute-api:${region}:${account}:*` }),
  permission({ sourceArn: `arn:aws:execute-api:${region}:*:abc123/stage/*/*` }),
  permission({ sourceArn: `arn:aws:execute-api:*:${account}:abc123/stage/*/*` }),
  permission({ sourceArn: '*' }),
  permission({ sourceArn: bucket }),
);

test(
  'a permission for a whole service is refused',
  refuses,
  'permission-source-is-one-stage',
  /has no sourceArn: anybody's/,
  permission({ sourceArn: undefined }),
  permission({ sourceArn: '' }),
  permission({ principal: 's3.amazonaws.com', sourceArn: undefined }),
  permission({ principal: '*', sourceArn: undefined }),
);

test(
  'a permission for another service is for one resource of it',
  accepts,
  permission({ principal: 's3.amazonaws.com', sourceArn: bucket }),
);

test(
  'a permission for many resources of another service is refused',
  refuses,
  'permission-source-is-one-stage',
  /must be one resource/,
  permission({ principal: 's3.amazonaws.com', sourceArn: `${bucket}-*` }),
);

test(
  'a permission for an account needs no source',
  accepts,
  permission({ principal: account, sourceArn: undefined }),
  permission({ principal: `arn:aws:iam::${account}:role/caller`, sourceArn: undefined }),
);

test('a log group with a retention is fine', accepts, logGroup({ retentionInDays: 14 }));

test(
  'a log group that keeps its events forever is refused',
  refuses,
  'log-group-has-retention',
  /function-logs has no retentionInDays/,
  logGroup({}),
  logGroup({ retentionInDays: 0 }),
);

test(
  'an alias none of whose inputs can differ is fine',
  accepts,
  alias(['functionVersion', 'routingConfig', 'description']),
  alias(['*']),
);

test(
  'an alias that pulumi up may update is refused',
  refuses,
  'alias-is-left-to-the-runner',
  /stage-alias lacks .*description in ignoreChanges/,
  alias([]),
  alias(['functionVersion']),
  alias(['functionVersion', 'routingConfig']),
);

test(
  'a part of the weights is not the weights',
  refuses,
  'alias-is-left-to-the-runner',
  /lacks routingConfig in/,
  alias(['functionVersion', 'description', 'routingConfig.additionalVersionWeights']),
);

const subject = 'token.actions.githubusercontent.com:sub';
const prod = 'repo:ada/greeting:environment:prod';

test(
  'a role for environments of one repository is fine',
  accepts,
  githubRole({ StringEquals: { [subject]: prod } }),
  githubRole({ StringEquals: { [subject]: [prod, 'repo:ada@1/greeting@2:environment:stage'] } }),
);

test(
  'a role that other repositories, or any branch, may take is refused',
  refuses,
  'github-role-names-its-subject',
  /without naming repository and environment/,
  githubRole({}),
  githubRole(undefined),
  githubRole({ StringLike: { [subject]: 'repo:ada/*' } }),
  githubRole({ StringEquals: { [subject]: [prod, 'repo:ada/greeting:ref:refs/heads/main'] } }),
  githubRole({ StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' } }),
);
