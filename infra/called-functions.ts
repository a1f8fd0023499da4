import * as pulumi from '@pulumi/pulumi';
import { Permission } from '@pulumi/aws/lambda/permission.js';
import type { Api } from './api.ts';
import type { Place } from './place.ts';

/** A function of somebody else's, or one more of ours, that routes or authorizers call. */
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
 * Lets an API stage call the other functions that routes and authorizers name (invariant 6). They are there already: nothing
 * else about them is this stack's. A permission is kept when the routes or variables do without it: what is
 * served still calls the function until its target is promoted, and when it is put back.
 *
 * @param variables of the API stage.
 */
export function permitCalls(
  { restApi, otherCalls }: Pick<Api, 'restApi' | 'otherCalls'>,
  apiStage: string,
  variables: Readonly<Record<string, string>>,
  { called, located }: Pick<Place, 'called' | 'located'>,
): void {
  for (const { caller, id, uri } of otherCalls) {
    const found = uri.apply((filled) => findCalledFunction(filled, variables));
    new Permission(
      called(`${apiStage}-${verbs[caller]}-${id}`),
      {
        ...located,
        action: 'lambda:InvokeFunction',
        function: pulumi.all([found, uri]).apply(([one, text]) => one?.arn ?? text),
        qualifier: found.apply((one) => one?.qualifier ?? ''),
        principal: 'apigateway.amazonaws.com',
        sourceArn: pulumi.interpolate`${restApi.executionArn}/${caller === 'route' ? `${apiStage}/*/*` : 'authorizers/*'}`,
      },
      { retainOnDelete: true },
    );
  }
}

const verbs = { route: 'calls', authorizer: 'asks' } as const;
