import type { PolicyScope } from './resources.ts';

/** A resource that `infra/own.ts` makes. */
export interface OwnResource {
  /** As Pulumi calls it: `aws:dynamodb/table:Table`. */
  readonly type: string;
  /** In the program. */
  readonly name: string;
  /** On AWS; where it is left out Pulumi makes one that begins with `name`. */
  readonly physicalName?: string | undefined;
  /** Of a permission: the function, by name or ARN. */
  readonly functionName?: string | undefined;
}

interface Needed {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

type Needs = (scope: PolicyScope, resource: OwnResource) => readonly Needed[];

const physical = ({ name, physicalName = `${name}-*` }: OwnResource): string => physicalName;

const arnIn =
  (service: string, path: (name: string) => string) =>
  ({ partition, region, account }: PolicyScope, resource: OwnResource): string =>
    `arn:${partition}:${service}:${region}:${account}:${path(physical(resource))}`;

const tableArn = arnIn('dynamodb', (name) => `table/${name}`);
const parameterArn = arnIn('ssm', (name) => `parameter/${name.replace(/^\//, '')}`);
/** AWS completes the name of a secret with six characters. */
const secretArn = arnIn('secretsmanager', (name) => `secret:${name}-*`);

const secretType = 'aws:secretsmanager/secret:Secret';

const apiGateway = ({ partition, region }: PolicyScope, path: string): string =>
  `arn:${partition}:apigateway:${region}::${path}`;

/** Of a kind whose ids API Gateway chooses: all of it. */
const ofApiGateway =
  (path: string): Needs =>
  (scope) => [
    { actions: ['apigateway:GET', 'apigateway:POST'], resources: [apiGateway(scope, path)] },
    {
      actions: ['apigateway:GET', 'apigateway:PATCH', 'apigateway:DELETE'],
      resources: [apiGateway(scope, `${path}/*`)],
    },
    {
      actions: ['apigateway:PUT', 'apigateway:DELETE'],
      resources: [apiGateway(scope, `/tags/${encodeURIComponent(apiGateway(scope, path))}*`)],
    },
  ];

const onItsSecret: Needs = (scope, resource) => [
  {
    actions: [
      'secretsmanager:CreateSecret',
      'secretsmanager:DeleteSecret',
      'secretsmanager:DescribeSecret',
      'secretsmanager:GetResourcePolicy',
      'secretsmanager:TagResource',
      'secretsmanager:UntagResource',
      'secretsmanager:UpdateSecret',
    ],
    resources: [secretArn(scope, resource)],
  },
];

/**
 * What Pulumi's AWS provider calls for the resources that `infra/own.ts` may make here and on AWS alike, by type.
 * Actions and ARNs are those of AWS's Service Authorization Reference
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/).
 */
export const needsOfOwn: Readonly<Record<string, Needs | undefined>> = {
  'aws:apigateway/apiKey:ApiKey': ofApiGateway('/apikeys'),
  'aws:apigateway/usagePlan:UsagePlan': ofApiGateway('/usageplans'),
  'aws:apigateway/usagePlanKey:UsagePlanKey': (scope) => [
    {
      actions: ['apigateway:GET', 'apigateway:POST'],
      resources: [apiGateway(scope, '/usageplans/*/keys')],
    },
    {
      actions: ['apigateway:GET', 'apigateway:DELETE'],
      resources: [apiGateway(scope, '/usageplans/*/keys/*')],
    },
  ],
  'aws:dynamodb/table:Table': (scope, resource) => [
    {
      actions: [
        'dynamodb:CreateTable',
        'dynamodb:DeleteTable',
        'dynamodb:DescribeContinuousBackups',
        'dynamodb:DescribeTable',
        'dynamodb:DescribeTimeToLive',
        'dynamodb:ListTagsOfResource',
        'dynamodb:TagResource',
        'dynamodb:UntagResource',
        'dynamodb:UpdateContinuousBackups',
        'dynamodb:UpdateTable',
        'dynamodb:UpdateTimeToLive',
      ],
      resources: [tableArn(scope, resource)],
    },
    ...((scope.others ?? []).length === 0
      ? []
      : [
          // Of its replicas: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2gt_IAM.html
          {
            actions: [
              'dynamodb:BatchWriteItem',
              'dynamodb:CreateTableReplica',
              'dynamodb:DeleteItem',
              'dynamodb:DeleteTableReplica',
              'dynamodb:GetItem',
              'dynamodb:PutItem',
              'dynamodb:Query',
              'dynamodb:Scan',
              'dynamodb:UpdateItem',
            ],
            resources: [tableArn(scope, resource)],
          },
        ]),
  ],
  'aws:lambda/permission:Permission': (scope, { functionName = '*' }) => {
    const { partition, region, account } = scope;
    const arn = functionName.startsWith('arn:')
      ? functionName
      : `arn:${partition}:lambda:${region}:${account}:function:${functionName}`;
    return [
      {
        actions: ['lambda:AddPermission', 'lambda:GetPolicy', 'lambda:RemovePermission'],
        resources: [arn, `${arn}:*`],
      },
    ];
  },
  [secretType]: onItsSecret,
  'aws:secretsmanager/secretVersion:SecretVersion': (scope) => [
    {
      actions: [
        'secretsmanager:DescribeSecret',
        'secretsmanager:GetSecretValue',
        'secretsmanager:PutSecretValue',
        'secretsmanager:UpdateSecretVersionStage',
      ],
      // It names its secret by an ARN that AWS completes, so any of the stack's own.
      resources: (scope.own ?? [])
        .filter(({ type }) => type === secretType)
        .map((secret) => secretArn(scope, secret)),
    },
  ],
  'aws:ssm/parameter:Parameter': (scope, resource) => [
    {
      actions: [
        'ssm:AddTagsToResource',
        'ssm:DeleteParameter',
        'ssm:GetParameter',
        'ssm:GetParameters',
        'ssm:ListTagsForResource',
        'ssm:PutParameter',
        'ssm:RemoveTagsFromResource',
      ],
      resources: [parameterArn(scope, resource)],
    },
    {
      actions: ['ssm:DescribeParameters'],
      resources: [`arn:${scope.partition}:ssm:${scope.region}:${scope.account}:*`],
    },
  ],
};

/** @returns the types of resources whose permissions nobody here knows, each once. */
export function unknownTypes(resources: readonly OwnResource[]): string[] {
  const types = resources.map(({ type }) => type).filter((type) => type.startsWith('aws:'));
  return [...new Set(types)].filter((type) => needsOfOwn[type] === undefined).sort();
}
