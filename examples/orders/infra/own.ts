import { ApiKey } from '@pulumi/aws/apigateway/apiKey.js';
import { UsagePlan } from '@pulumi/aws/apigateway/usagePlan.js';
import { UsagePlanKey } from '@pulumi/aws/apigateway/usagePlanKey.js';
import { Table } from '@pulumi/aws/dynamodb/table.js';
import type { ApiFacts, OwnResources, StackFacts } from './own-resources.ts';

/**
 * The table of the orders; the function may use it, and nothing else. The home region makes it, with a replica in
 * each other region of the stack: of an order that was placed in one, the others know a moment later.
 */
export function createOwnResources({
  functionName,
  region,
  homeRegion,
  regions,
  tags,
}: StackFacts): OwnResources {
  const name = `${functionName}-orders`;
  const environment = { ORDERS_TABLE: name };
  if (region !== homeRegion) {
    return { environment };
  }
  const orders = new Table(
    'orders',
    {
      name,
      billingMode: 'PAY_PER_REQUEST',
      hashKey: 'id',
      attributes: [
        { name: 'id', type: 'S' },
        { name: 'customer', type: 'S' },
      ],
      globalSecondaryIndexes: [{ name: 'by-customer', hashKey: 'customer', projectionType: 'ALL' }],
      pointInTimeRecovery: { enabled: true },
      // Replicas need it, and it costs nothing while nobody reads it.
      streamEnabled: true,
      streamViewType: 'NEW_AND_OLD_IMAGES',
      replicas: regions
        .filter((each) => each !== homeRegion)
        .map((regionName) => ({ regionName, pointInTimeRecovery: true, propagateTags: true })),
      tags,
    },
    { protect: true },
  );
  const arns = regions.map((each) => orders.arn.apply((arn) => arn.replace(homeRegion, each)));
  return {
    environment,
    policies: [
      { Action: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem'], Resource: arns },
      {
        Action: 'dynamodb:Query',
        Resource: arns.map((arn) => arn.apply((table) => `${table}/index/by-customer`)),
      },
    ],
  };
}

/** The key that writing asks for. The tests of a release send it, also to the standby stages. */
export function createApiResources({
  functionName,
  region,
  called,
  tags,
  restApi,
  stages,
  headers,
}: ApiFacts): void {
  const { 'x-api-key': value } = headers;
  if (value === undefined) {
    throw new Error('release.headers of the stack needs x-api-key');
  }
  const plan = new UsagePlan(called('orders'), {
    region,
    name: functionName,
    apiStages: stages.map(({ name }) => ({ apiId: restApi.id, stage: name })),
    throttleSettings: { rateLimit: 100, burstLimit: 200 },
    tags,
  });
  const key = new ApiKey(called('tests'), { region, name: `${functionName}-tests`, value, tags });
  new UsagePlanKey(
    called('tests'),
    { region, usagePlanId: plan.id, keyId: key.id, keyType: 'API_KEY' },
    // It gives the key out again, and Pulumi's state would have it in the clear.
    { additionalSecretOutputs: ['value'] },
  );
}
