import test from 'ava';
import * as pulumi from '@pulumi/pulumi';
import { ApiKey } from '@pulumi/aws/apigateway/apiKey.js';
import { UsagePlan } from '@pulumi/aws/apigateway/usagePlan.js';
import { Distribution } from '@pulumi/aws/cloudfront/distribution.js';
import { Table } from '@pulumi/aws/dynamodb/table.js';
import { Role } from '@pulumi/aws/iam/role.js';
import { RolePolicy } from '@pulumi/aws/iam/rolePolicy.js';
import { Function } from '@pulumi/aws/lambda/function.js';
import { Permission } from '@pulumi/aws/lambda/permission.js';
import { Bucket } from '@pulumi/aws/s3/bucket.js';
import { Queue } from '@pulumi/aws/sqs/queue.js';
import { listOwnResources } from '../../../infra/list-own.ts';
import type { OwnModule } from '../../../infra/own-resources.ts';
import { provisioningPolicy } from '../../../stack/policy/provisioning.ts';
import { unknownTypes } from '../../../stack/policy/own-resources.ts';
import { account, region } from '../../../local/tests/_helpers/account.ts';
import { greetingSettings } from '../_helpers/greeting.ts';
import { allows } from '../behaviour/release/_iam.ts';

const settings = greetingSettings('local').program;
const scope = { partition: 'aws', region, account, restApiId: 'a1b2c3', settings };
const of = { stack: 'local', config: { 'orders:suffix': 'x' }, headers: ['X-Api-Key'] };
const table = (name: string) => `arn:aws:dynamodb:${region}:${account}:table/${name}`;
const authorizer = `arn:aws:lambda:${region}:${account}:function:authorizer`;

const worker = `arn:aws:lambda:${region}:${account}:function:worker`;
const workerRole = `arn:aws:iam::${account}:role/worker-1a2b3c4`;
const distribution = {
  enabled: true,
  defaultCacheBehavior: {
    allowedMethods: [],
    cachedMethods: [],
    targetOriginId: 'o',
    viewerProtocolPolicy: 'https-only',
  },
  origins: [],
  restrictions: { geoRestriction: { restrictionType: 'none' } },
  viewerCertificate: {},
};

const own: OwnModule = {
  createOwnResources({ functionName }) {
    new Table('named', {
      name: `${functionName}-${new pulumi.Config('orders').require('suffix')}`,
      attributes: [],
    });
    new Table('unnamed', { attributes: [] });
    return {};
  },
  createApiResources({ restApi, stages, headers }) {
    new UsagePlan('plan', {
      apiStages: stages.map(({ name }) => ({ apiId: restApi.id, stage: name })),
    });
    new ApiKey('key', { value: headers['x-api-key'] });
    const role = new Role('worker', { assumeRolePolicy: '{}' });
    new RolePolicy('worker', { role: role.name, policy: '{}' });
    new Function('worker', { name: 'worker', role: role.arn });
    new Queue('jobs');
    new Bucket('files', { bucket: 'our-files' });
    new Distribution('site', distribution);
    new Permission('authorizer', {
      action: 'lambda:InvokeFunction',
      function: authorizer,
      principal: 'apigateway.amazonaws.com',
      sourceArn: pulumi.interpolate`${restApi.executionArn}/authorizers/*`,
    });
  },
};

test.serial('the policy is for what both functions of own.ts make, and for no more', async (t) => {
  const made = await listOwnResources(scope, of, own);
  t.deepEqual(
    made.map(({ name }) => name),
    [
      ...['named', 'unnamed', 'plan', 'key', 'worker', 'worker', 'worker', 'jobs', 'files'],
      ...['site', 'authorizer'],
    ],
  );
  t.deepEqual(unknownTypes(made), ['aws:cloudfront/distribution:Distribution']);
  const policy = provisioningPolicy({ ...scope, own: made });
  for (const [action, arn] of [
    ['dynamodb:CreateTable', table(`${settings.function.name}-x`)],
    ['dynamodb:CreateTable', table('unnamed-1a2b3c4')],
    ['apigateway:POST', `arn:aws:apigateway:${region}::/usageplans`],
    ['apigateway:DELETE', `arn:aws:apigateway:${region}::/apikeys/k`],
    ['lambda:AddPermission', authorizer],
    ['iam:CreateRole', workerRole],
    ['iam:PutRolePolicy', workerRole],
    ['iam:PassRole', workerRole],
    ['lambda:CreateFunction', worker],
    ['lambda:UpdateFunctionCode', worker],
    // Where a route calls it, its API stages are permitted to.
    ['lambda:AddPermission', worker],
    ['lambda:AddPermission', `${worker}:LIVE`],
    ['sqs:CreateQueue', `arn:aws:sqs:${region}:${account}:jobs-1a2b3c4`],
    ['s3:CreateBucket', 'arn:aws:s3:::our-files'],
    ['s3:DeleteObjectVersion', 'arn:aws:s3:::our-files/a'],
  ] as const) {
    t.true(allows(policy, action, arn), `${action} ${arn}`);
    t.false(allows(provisioningPolicy(scope), action, arn), `without own.ts: ${action} ${arn}`);
  }
  t.false(allows(policy, 'dynamodb:CreateTable', table('others')));
  t.false(allows(policy, 'iam:PassRole', `arn:aws:iam::${account}:role/others`));
  t.false(
    allows(policy, 'lambda:UpdateFunctionCode', worker.replace('worker', settings.function.name)),
  );
  t.notRegex(JSON.stringify(policy), /cloudfront:/);
});

test.serial('an own.ts of before, without the second function, is listed too', async (t) => {
  const { createOwnResources } = own;
  const made = await listOwnResources(scope, of, { createOwnResources });
  t.deepEqual(
    made.map(({ type }) => type),
    ['aws:dynamodb/table:Table', 'aws:dynamodb/table:Table'],
  );
});

test.serial('what own.ts throws is told', async (t) => {
  const createOwnResources = () => {
    throw new Error('no such parameter');
  };
  await t.throwsAsync(listOwnResources(scope, of, { createOwnResources }), {
    message: 'no such parameter',
  });
});

test.serial('what it names by a prefix, or puts on a path, is allowed by that', async (t) => {
  const createOwnResources = () => {
    new Bucket('files', { bucketPrefix: 'our-' });
    new Role('worker', { namePrefix: 'jobs-', path: '/service/', assumeRolePolicy: '{}' });
    return {};
  };
  const made = await listOwnResources(scope, of, { createOwnResources });
  const policy = provisioningPolicy({ ...scope, own: made });
  t.true(allows(policy, 's3:CreateBucket', 'arn:aws:s3:::our-20261123'));
  t.true(allows(policy, 'iam:CreateRole', `arn:aws:iam::${account}:role/service/jobs-20261123`));
  t.false(allows(policy, 'iam:CreateRole', `arn:aws:iam::${account}:role/worker-1a2b3c4`));
});
