import { roleArn, roleType } from './iam.ts';
import { arnIn, ofType, type NeedsByType } from './need.ts';

const functionArn = arnIn('lambda', (name) => `function:${name}`);

const permitting = ['lambda:AddPermission', 'lambda:GetPolicy', 'lambda:RemovePermission'];

export const needsOfLambda: NeedsByType = {
  'aws:lambda/function:Function': (scope, resource) => [
    {
      actions: [
        'lambda:CreateFunction',
        'lambda:DeleteFunction',
        'lambda:DeleteFunctionConcurrency',
        'lambda:GetFunction',
        'lambda:GetFunctionCodeSigningConfig',
        'lambda:ListTags',
        'lambda:ListVersionsByFunction',
        'lambda:PublishVersion',
        'lambda:PutFunctionConcurrency',
        'lambda:TagResource',
        'lambda:UntagResource',
        'lambda:UpdateFunctionCode',
        'lambda:UpdateFunctionConfiguration',
      ],
      resources: [functionArn(scope, resource)],
    },
    { actions: ['iam:PassRole'], resources: ofType(scope, roleType, roleArn) },
    // A route may call it, and the program permits that (`infra/called-functions.ts`).
    { actions: permitting, resources: withQualifiers(functionArn(scope, resource)) },
  ],
  // It is made before it has an ARN: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html
  'aws:lambda/eventSourceMapping:EventSourceMapping': ({ partition, region, account }) => [
    { actions: ['lambda:CreateEventSourceMapping'], resources: ['*'] },
    {
      actions: [
        'lambda:DeleteEventSourceMapping',
        'lambda:GetEventSourceMapping',
        'lambda:ListTags',
        'lambda:TagResource',
        'lambda:UntagResource',
        'lambda:UpdateEventSourceMapping',
      ],
      resources: [`arn:${partition}:lambda:${region}:${account}:event-source-mapping:*`],
    },
  ],
  'aws:lambda/permission:Permission': (scope, { functionName = '*' }) => {
    const { partition, region, account } = scope;
    const arn = functionName.startsWith('arn:')
      ? functionName
      : `arn:${partition}:lambda:${region}:${account}:function:${functionName}`;
    return [{ actions: permitting, resources: withQualifiers(arn) }];
  },
};

function withQualifiers(arn: string): string[] {
  return [arn, `${arn}:*`];
}
