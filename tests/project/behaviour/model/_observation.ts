import { GetStageCommand } from '@aws-sdk/client-api-gateway';
import { GetAliasCommand } from '@aws-sdk/client-lambda';
import { standbyAliasOf } from '../../../../stack/names.ts';
import type { LiveStageSettings } from '../../../../stack/stage-settings.ts';
import { formatPair, type Pair } from '../../../../stack/pair.ts';
import { functionName, type TestStack } from '../release/_stack.ts';

export const targetNames = ['stage', 'prod'] as const;
export type TargetName = (typeof targetNames)[number];
export type OfTargets<T> = Readonly<Record<TargetName, T>>;

interface SeenAlias {
  readonly version: string;
  readonly weights: Readonly<Record<string, number>>;
  readonly description: string;
  readonly revisionId: string;
}

/** A target as AWS shows it to anybody. */
export interface Seen {
  readonly alias: SeenAlias;
  readonly standby: SeenAlias;
  readonly deploymentId: string;
  /** The stage's variable `LambdaAlias`. */
  readonly calls: string;
  readonly settings: LiveStageSettings;
  readonly canary:
    | { readonly percent: number; readonly deploymentId: string; readonly calls: string }
    | undefined;
}

export async function observe(stack: TestStack, name: TargetName): Promise<Seen> {
  const { restApiId, targets } = stack.outputs;
  const aliasName = aliasOf(name);
  const [alias, standby, stage, settings] = await Promise.all([
    observeAlias(stack, aliasName),
    observeAlias(stack, standbyAliasOf(aliasName)),
    stack.clients.apigateway.send(
      new GetStageCommand({ restApiId, stageName: targets[name]?.apiStage }),
    ),
    stack.settings(targets[name]?.apiStage ?? ''),
  ]);
  const deploymentId = stage.deploymentId ?? '';
  const calls = stage.variables?.LambdaAlias ?? '';
  const canary = stage.canarySettings && {
    percent: stage.canarySettings.percentTraffic ?? 0,
    deploymentId: stage.canarySettings.deploymentId ?? deploymentId,
    calls: stage.canarySettings.stageVariableOverrides?.LambdaAlias ?? calls,
  };
  return { alias, standby, deploymentId, calls, settings, canary };
}

export function aliasOf(name: TargetName): 'STAGE' | 'PROD' {
  return name === 'stage' ? 'STAGE' : 'PROD';
}

async function observeAlias({ clients }: TestStack, name: string): Promise<SeenAlias> {
  const found = await clients.lambda.send(
    new GetAliasCommand({ FunctionName: functionName, Name: name }),
  );
  return {
    version: found.FunctionVersion ?? '',
    weights: found.RoutingConfig?.AdditionalVersionWeights ?? {},
    description: found.Description ?? '',
    revisionId: found.RevisionId ?? '',
  };
}

/** Every pair that a target's requests may meet: weighted versions and the canary, too. */
export function servedBy(name: TargetName, seen: Seen): Pair[] {
  const behind = (calls: string, deployment: string) => {
    const alias = calls === aliasOf(name) ? seen.alias : seen.standby;
    return [alias.version, ...Object.keys(alias.weights)].map((version) => ({
      version,
      deployment,
    }));
  };
  const { canary } = seen;
  return [
    ...behind(seen.calls, seen.deploymentId),
    ...(canary === undefined ? [] : behind(canary.calls, canary.deploymentId)),
  ];
}

/** Whether one pair serves all requests by the first alias, as the alias's description says. */
export function isSettled(name: TargetName, seen: Seen): boolean {
  const [pair, ...others] = servedBy(name, seen);
  const { description, version } = seen.alias;
  const isRecorded =
    pair !== undefined && description.startsWith(`accepted ${formatPair(pair)} after `);
  const isUnreleased = version === '$LATEST' && description === '';
  return (
    others.length === 0 &&
    seen.canary === undefined &&
    seen.calls === aliasOf(name) &&
    (isRecorded || isUnreleased)
  );
}
