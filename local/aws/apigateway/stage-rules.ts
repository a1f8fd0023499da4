import { verifyPercent } from './canary.ts';
import { badRequest } from './errors.ts';
import { verifyVariables } from './stage-variables.ts';
import type { ApiGatewayState, RestApi, Stage } from './state.ts';

const logGroupArn = /^arn:aws[a-z-]*:logs:[^:]+:\d{12}:log-group:[^:]+$/;
const requestIds = /\$context\.(?:requestId|extendedRequestId)/;

/**
 * Refuses a stage, as it would be after a change, that AWS refuses: deployments that do not exist,
 * variables, a canary's share, and logging without the account's CloudWatch role.
 *
 * @throws {AwsError} 400
 */
export function verifyStage(stage: Stage, api: RestApi, account: ApiGatewayState['account']): void {
  verifyDeployment(stage.deploymentId, api);
  verifyVariables(stage.variables);
  if (stage.canarySettings !== undefined) {
    verifyDeployment(stage.canarySettings.deploymentId, api);
    verifyVariables(stage.canarySettings.stageVariableOverrides);
    verifyPercent(stage.canarySettings);
  }
  verifyAccessLog(stage);
  verifyCloudWatchRole(stage, account);
}

function verifyDeployment(id: string, api: RestApi): void {
  if (api.deployments[id] === undefined) {
    throw badRequest('Deployment id does not exist');
  }
}

/** "Set up CloudWatch logging": the format names at least the request. */
function verifyAccessLog({ accessLogSettings }: Stage): void {
  const { destinationArn, format } = accessLogSettings ?? {};
  if (destinationArn !== undefined && !logGroupArn.test(destinationArn)) {
    throw badRequest(
      'Invalid ARN specified in the request. The destination of access logs must be a CloudWatch Logs log group',
    );
  }
  if (format === undefined) {
    return;
  }
  if (!requestIds.test(format)) {
    throw badRequest(
      'Access Log format must contain at least $context.requestId or $context.extendedRequestId',
    );
  }
  if (format.trimEnd().includes('\n')) {
    throw badRequest(
      'Access Log format must be single line, new line character is allowed only at end of the format',
    );
  }
}

function verifyCloudWatchRole(stage: Stage, account: ApiGatewayState['account']): void {
  const logs = Object.values(stage.methodSettings).some(
    ({ loggingLevel = 'OFF' }) => loggingLevel !== 'OFF',
  );
  const writesAccessLog = stage.accessLogSettings?.destinationArn !== undefined;
  if ((logs || writesAccessLog) && account.cloudwatchRoleArn === undefined) {
    throw badRequest('CloudWatch Logs role ARN must be set in account settings to enable logging');
  }
}
