import type { Resource } from '../../../../infra/policy-pack/rules.ts';
import { account, region } from '../../../../local/tests/_helpers/account.ts';

/** As the program makes one for an API stage. */
export function permission(changes: Readonly<Record<string, unknown>> = {}): Resource {
  const props = {
    action: 'lambda:InvokeFunction',
    function: 'greeting',
    qualifier: 'STAGE',
    principal: 'apigateway.amazonaws.com',
    sourceArn: `arn:aws:execute-api:${region}:${account}:abc123/stage/*/*`,
    ...changes,
  };
  const opts = { ignoreChanges: [] };
  return { type: 'aws:lambda/permission:Permission', name: 'stage-permission', props, opts };
}

export function logGroup(props: Readonly<Record<string, unknown>>): Resource {
  const opts = { ignoreChanges: [] };
  return { type: 'aws:cloudwatch/logGroup:LogGroup', name: 'function-logs', props, opts };
}

/** For GitHub Actions, as the program makes it. */
export function githubRole(condition: unknown): Resource {
  const assumeRolePolicy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRoleWithWebIdentity',
        Principal: {
          Federated: `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`,
        },
        Condition: condition,
      },
    ],
  });
  const opts = { ignoreChanges: [] };
  return { type: 'aws:iam/role:Role', name: 'deployer-role', props: { assumeRolePolicy }, opts };
}

export function alias(ignoreChanges: readonly string[]): Resource {
  const props = { name: 'STAGE', functionName: 'greeting', functionVersion: '$LATEST' };
  return { type: 'aws:lambda/alias:Alias', name: 'stage-alias', props, opts: { ignoreChanges } };
}
