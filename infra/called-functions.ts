import * as pulumi from '@pulumi/pulumi';
import { Permission } from '@pulumi/aws/lambda/permission.js';
import type { Api } from './api.ts';

/** A function of somebody else's, or one more of ours, that routes call. */
export interface CalledFunction {
  /** ARN without a qualifier. */
  readonly arn: string;
  readonly qualifier?: string;
}

/**
 * The function that the `uri` of an integration, or of an authorizer, calls.
 *
 * @param variables of the API stage that calls it.
 * @returns undefined where it is none.
 */
export function findCalledFunction(
  uri: string,
  variables: Readonly<Record<string, string>>,
): CalledFunction | undefined {
  const filled = uri.replace(
    /\$\{stageVariables\.(\w+)\}/g,
    (text, name: string) => variables[name] ?? text,
  );
  const [, arn, qualifier] =
    /\/functions\/(arn:[\w-]+:lambda:[\w-]+:\d{12}:function:[\w-]+)(?::([\w$-]+))?\/invocations$/.exec(
      filled,
    ) ?? [];
  return arn === undefined ? undefined : { arn, ...(qualifier !== undefined && { qualifier }) };
}

/**
 * Lets an API stage call the other functions that routes name (invariant 6). They are there already: nothing
 * else about them is this stack's. A permission is kept when the routes or variables do without it: what is
 * served still calls the function until its target is promoted, and when it is put back.
 *
 * @param variables of the API stage.
 */
export function permitCalls(
  { restApi, otherFunctions }: Api,
  apiStage: string,
  variables: Readonly<Record<string, string>>,
): void {
  for (const { id, uri } of otherFunctions) {
    const called = uri.apply((filled) => findCalledFunction(filled, variables));
    new Permission(
      `${apiStage}-calls-${id}`,
      {
        action: 'lambda:InvokeFunction',
        function: pulumi.all([called, uri]).apply(([found, text]) => found?.arn ?? text),
        qualifier: called.apply((found) => found?.qualifier ?? ''),
        principal: 'apigateway.amazonaws.com',
        sourceArn: pulumi.interpolate`${restApi.executionArn}/${apiStage}/*/*`,
      },
      { retainOnDelete: true },
    );
  }
}
