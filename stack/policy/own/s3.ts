import { physical, type NeedsByType } from './need.ts';

/** Reading a bucket asks for each of its properties; `*Resource` is of its tags. */
export const bucketActions = [
  's3:*Bucket',
  's3:*Resource',
  's3:Get*Configuration',
  's3:GetBucket*',
  's3:ListBucket*',
];

export const needsOfS3: NeedsByType = {
  'aws:s3/bucket:Bucket': ({ partition }, resource) => {
    const arn = `arn:${partition}:s3:::${physical(resource)}`;
    return [
      { actions: [...bucketActions, 's3:Put*Configuration', 's3:PutBucket*'], resources: [arn] },
      // One with `forceDestroy` is emptied before it goes.
      { actions: ['s3:DeleteObject*'], resources: [`${arn}/*`] },
    ];
  },
};
