import { randomUUID } from 'node:crypto';
import { CreateTableCommand, DeleteTableCommand, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateRoleCommand, DeleteRoleCommand } from '@aws-sdk/client-iam';
import test, { type ExecutionContext } from 'ava';

import { account, region } from '../../../_helpers/account.ts';
import { deployApi, operation } from '../_deployed.ts';

const id = randomUUID().slice(0, 8);
const TableName = `tickets-${id}`;
const RoleName = `writes-${id}`;

const putting = (template: string, overrides: object = {}) => ({
  ...operation({
    type: 'aws',
    uri: `arn:aws:apigateway:${region}:dynamodb:action/PutItem`,
    credentials: `arn:aws:iam::${account}:role/${RoleName}`,
    requestTemplates: { 'application/json': template },
    responses: {
      default: { statusCode: '200', responseTemplates: { 'application/json': 'stored' } },
      400: {
        statusCode: '400',
        responseTemplates: { 'application/json': "$input.path('$.__type')" },
      },
    },
    ...overrides,
  }),
  responses: { 200: { description: 'stored' }, 400: { description: 'refused' } },
});

const item = `{"TableName": "${TableName}", "Item": {"id": {"S": "$input.path('$.id')"}}}`;

async function deployed(t: ExecutionContext, trusted: string) {
  const { url, clients } = await deployApi(t, {
    '/tickets': { post: putting(item) },
    '/elsewhere': { post: putting(item.replace(TableName, 'nowhere')) },
    '/open': { post: putting(item, { credentials: undefined }) },
    '/backup': {
      post: putting('{}', { uri: `arn:aws:apigateway:${region}:dynamodb:action/CreateBackup` }),
    },
  });
  const { iam, dynamodb } = clients;
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: trusted }, Action: 'sts:AssumeRole' }],
  };
  await iam.send(
    new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) }),
  );
  t.teardown(() => iam.send(new DeleteRoleCommand({ RoleName })));
  await dynamodb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    }),
  );
  t.teardown(() => dynamodb.send(new DeleteTableCommand({ TableName })));
  const post = async (path: string) => {
    const body = JSON.stringify({ id: '7' });
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${url('prod')}${path}`, { method: 'POST', headers, body });
    return [answer.status, await answer.text()] as const;
  };
  return { post, dynamodb };
}

test.serial(
  'a template makes the input of an action, and the status selects the answer',
  async (t) => {
    const { post, dynamodb } = await deployed(t, 'apigateway.amazonaws.com');
    t.deepEqual(await post('/tickets'), [200, 'stored']);
    const { Item } = await dynamodb.send(
      new GetItemCommand({ TableName, Key: { id: { S: '7' } } }),
    );
    t.deepEqual(Item, { id: { S: '7' } });
    const [status, type] = await post('/elsewhere');
    t.is(status, 400);
    t.regex(type, /ResourceNotFoundException$/);
    t.is((await post('/open'))[0], 500, 'without a role');
    t.is((await post('/backup'))[0], 501, 'an action that is not modelled');
  },
);

test.serial('a role that API Gateway may not assume is a 500', async (t) => {
  const { post } = await deployed(t, 'lambda.amazonaws.com');
  t.deepEqual(await post('/tickets'), [500, '{"message": "Internal server error"}']);
});
