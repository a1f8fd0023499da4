import { physical, type NeedsByType } from './need.ts';

export const needsOfS3: NeedsByType = {
  'aws:s3/bucket:Bucket': ({ partition }, resource) => [
    {
      // Reading a bucket asks for each of its properties; `*Resource` is of its tags.
      actions: [
        's3:*Bucket',
        's3:*Resource',
        's3:Get*Configuration',
        's3:GetBucket*',
        's3:ListBucket*',
        's3:Put*Configuration',
        's3:PutBucket*',
      ],
      resources: [`arn:${partition}:s3:::${physical(resource)}`],
    },
  ],
};
