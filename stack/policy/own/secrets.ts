import { arnIn, onEach, onIt, type NeedsByType } from './need.ts';

const secretType = 'aws:secretsmanager/secret:Secret';

const parameterArn = arnIn('ssm', (name) => `parameter/${name.replace(/^\//, '')}`);
/** AWS completes the name of a secret with six characters. */
const secretArn = arnIn('secretsmanager', (name) => `secret:${name}-*`);

/** Secrets (Secrets Manager) and parameters (Systems Manager). */
export const needsOfSecrets: NeedsByType = {
  [secretType]: onIt(secretArn, [
    'secretsmanager:CreateSecret',
    'secretsmanager:DeleteSecret',
    'secretsmanager:DescribeSecret',
    'secretsmanager:GetResourcePolicy',
    'secretsmanager:TagResource',
    'secretsmanager:UntagResource',
    'secretsmanager:UpdateSecret',
  ]),
  'aws:secretsmanager/secretVersion:SecretVersion': onEach(secretType, secretArn, [
    'secretsmanager:DescribeSecret',
    'secretsmanager:GetSecretValue',
    'secretsmanager:PutSecretValue',
    'secretsmanager:UpdateSecretVersionStage',
  ]),
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
