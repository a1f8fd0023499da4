import type { UpdateStageCommandOutput } from '@aws-sdk/client-api-gateway';
import type { UpdateAliasCommandOutput } from '@aws-sdk/client-lambda';
import type { Clients } from '../../../../runner/aws/clients.ts';

/** How target prod was while a release had it on trial, as AWS answered its writes. */
export interface Trial {
  alias?: UpdateAliasCommandOutput;
  apiStage?: UpdateStageCommandOutput;
}

const step = { step: 'initialize', priority: 'low' } as const;

/** Follows what a release writes. */
export function rememberTrial({ lambda, apiGateway }: Clients): Trial {
  const trial: Trial = {};
  lambda.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const answer = await next(args);
        if (commandName === 'UpdateAliasCommand' && isOfProd(args.input)) {
          trial.alias ??= answer.output;
        }
        return answer;
      },
    step,
  );
  apiGateway.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const answer = await next(args);
        if (commandName === 'UpdateStageCommand' && isOfProd(args.input)) {
          trial.apiStage ??= answer.output;
        }
        return answer;
      },
    step,
  );
  return trial;
}

/** Lets AWS answer, for as long as it may, that target prod is on trial still. */
export function answerOld(
  { lambda, apiGateway }: Clients,
  { alias, apiStage }: Trial,
  isAllowed: () => boolean,
): void {
  lambda.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const answer = await next(args);
        const isOld = commandName === 'GetAliasCommand' && isOfProd(args.input) && isAllowed();
        return isOld && alias ? { ...answer, output: alias } : answer;
      },
    step,
  );
  apiGateway.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const answer = await next(args);
        const isOld = commandName === 'GetStageCommand' && isOfProd(args.input) && isAllowed();
        return isOld && apiStage ? { ...answer, output: apiStage } : answer;
      },
    step,
  );
}

function isOfProd(input: object): boolean {
  return (
    ('Name' in input && input.Name === 'PROD') ||
    ('stageName' in input && input.stageName === 'prod')
  );
}
