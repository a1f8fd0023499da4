import type { RpcOperation, Service } from '../operation.ts';

/** Who is calling: with no users modelled, always the user `local` of the account that the access key names. */
const getCallerIdentity: RpcOperation = {
  kind: 'rpc',
  name: 'GetCallerIdentity',
  writes: false,
  run: (_input, region) => ({
    Account: region.account,
    Arn: `arn:aws:iam::${region.account}:user/local`,
    UserId: 'AIDALOCALLOCALLOCAL00',
  }),
};

/** AWS Security Token Service. */
export const sts: Service = {
  signingName: 'sts',
  xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  operations: [getCallerIdentity],
};
