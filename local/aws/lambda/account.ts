import type { RestRequest, RestResponse } from '../operation.ts';
import type { Region } from '../region.ts';
import { accountConcurrency, reservedByOthers } from './concurrency.ts';
import { operation } from '../rest/operation.ts';

function getAccountSettings(_request: RestRequest, region: Region): RestResponse {
  const functions = Object.values(region.state.lambda.functions);
  const versions = functions.flatMap((fn) => [fn.latest, ...Object.values(fn.versions)]);
  const { total } = accountConcurrency;
  return {
    body: {
      AccountLimit: {
        TotalCodeSize: 80_530_636_800,
        CodeSizeUnzipped: 262_144_000,
        CodeSizeZipped: 52_428_800,
        ConcurrentExecutions: total,
        UnreservedConcurrentExecutions: total - reservedByOthers(region),
      },
      AccountUsage: {
        TotalCodeSize: versions.reduce((sum, { code }) => sum + code.size, 0),
        FunctionCount: functions.length,
      },
    },
  };
}

export const accountOperations = [
  operation('GetAccountSettings', 'GET /2016-08-19/account-settings', getAccountSettings),
];
