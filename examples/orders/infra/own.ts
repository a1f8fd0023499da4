import { ApiKey } from '@pulumi/aws/apigateway/apiKey.js';
import { UsagePlan } from '@pulumi/aws/apigateway/usagePlan.js';
import { UsagePlanKey } from '@pulumi/aws/apigateway/usagePlanKey.js';
import { Table } from '@pulumi/aws/dynamodb/table.js';
import type { ApiFacts, OwnResources, StackFacts } from './own-resources.ts';

/** The table of the orders; the function may use it, and nothing else. */
export function createOwnResources({ functionName, tags }: StackFacts): OwnResources {
  const orders = new Table(
    'orders',
    {
      name: `${functionName}-orders`,
      billingMode: 'PAY_PER_REQUEST',
      hashKey: 'id',
      attributes: [
        { name: 'id', type: 'S' },
        { name: 'customer', type: 'S' },
      ],
      globalSecondaryIndexes: [{ name: 'by-customer', hashKey: 'customer', projectionType: 'ALL' }],
      pointInTimeRecovery: { enabled: true },
      tags,
    },
    { protect: true },
  );
  return {
    environment: { ORDERS_TABLE: orders.name },
    policies: [
      {
        Action: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem'],
        Resource: orders.arn,
      },
      {
        Action: 'dynamodb:Query',
        Resource: orders.arn.apply((arn) => `${arn}/index/by-customer`),
      },
    ],
  };
}

/** The key that writing asks for. The tests of a release send it, also to the standby stages. */
export function createApiResources({
  functionName,
  tags,
  restApi,
  stages,
  headers,
}: ApiFacts): void {
  const { 'x-api-key': value } = headers;
  if (value === undefined) {
    throw new Error('release.headers of the stack needs x-api-key');
  }
  const plan = new UsagePlan('orders', {
    name: functionName,
    apiStages: stages.map(({ name }) => ({ apiId: restApi.id, stage: name })),
    throttleSettings: { rateLimit: 100, burstLimit: 200 },
    tags,
  });
  const key = new ApiKey('tests', { name: `${functionName}-tests`, value, tags });
  new UsagePlanKey(
    'tests',
    { usagePlanId: plan.id, keyId: key.id, keyType: 'API_KEY' },
    // It gives the key out again, and Pulumi's state would have it in the clear.
    { additionalSecretOutputs: ['value'] },
  );
}
