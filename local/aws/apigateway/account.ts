import type { RestOperation } from '../operation.ts';
import { canBeAssumedBy, findRole } from '../iam/roles.ts';
import type { Region } from '../region.ts';
import { badRequest } from './errors.ts';
import { operation } from '../rest/operation.ts';
import { patchBody } from './patch.ts';
import { parseBody } from './request.ts';
import { applyPatch } from './patch.ts';
import type { PatchRule } from './patch.ts';
import type { ApiGatewayState } from './state.ts';
import { accountThrottle } from './throttle.ts';

type Account = ApiGatewayState['account'];

const rules: readonly PatchRule<Account>[] = [
  {
    path: /^\/cloudwatchRoleArn$/,
    ops: ['replace', 'add', 'remove'],
    apply(account, { op, value = '' }) {
      if (op === 'remove' || value === '') {
        delete account.cloudwatchRoleArn;
      } else {
        account.cloudwatchRoleArn = value;
      }
    },
  },
];

/** API Gateway's settings of an account in a region. */
export const accountOperations: readonly RestOperation[] = [
  operation('GetAccount', 'GET /account', (_request, region) => ({
    body: accountView(region.state.apigateway.account),
  })),
  operation('UpdateAccount', 'PATCH /account', (request, region) => {
    const { account } = region.state.apigateway;
    const patched = applyPatch(
      account,
      parseBody(request, patchBody, 'updateAccountInput').patchOperations,
      rules,
    );
    if (patched.cloudwatchRoleArn !== account.cloudwatchRoleArn) {
      verifyRole(patched.cloudwatchRoleArn, region);
    }
    delete account.cloudwatchRoleArn;
    Object.assign(account, patched);
    return { body: accountView(account) };
  }),
];

function verifyRole(arn: string | undefined, region: Region): void {
  if (arn === undefined) {
    return;
  }
  const role = findRole(region, arn);
  if (role === undefined || !canBeAssumedBy(role, 'apigateway.amazonaws.com')) {
    throw badRequest(
      'The role ARN does not have required permissions configured. Please grant trust permission for API Gateway and add the required role policy.',
    );
  }
}

function accountView(account: Account): Record<string, unknown> {
  return {
    ...account,
    throttleSettings: accountThrottle,
    features: ['UsagePlans'],
    apiKeyVersion: '4',
  };
}
