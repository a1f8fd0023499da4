import { arnIn, type NeedsByType } from './need.ts';

const tableArn = arnIn('dynamodb', (name) => `table/${name}`);

export const needsOfDynamoDb: NeedsByType = {
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
};
