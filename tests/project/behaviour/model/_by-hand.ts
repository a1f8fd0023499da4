import { UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import { UpdateAliasCommand } from '@aws-sdk/client-lambda';
import { isAwsError } from '../../../../runner/aws/aws-errors.ts';
import type { Pair } from '../../../../stack/pair.ts';
import { functionName, type TestStack } from '../release/_stack.ts';
import { aliasOf, type Seen, type TargetName } from './_observation.ts';

/** What a person does to a target, past the runner. */
export interface Move {
  readonly target: TargetName;
  readonly what: 'version' | 'deployment' | 'pair' | 'weights' | 'canary' | 'settings';
  /** Chooses among the pairs there are. */
  readonly pick: number;
  readonly percent: number;
}

/** Does it, where AWS allows it. */
export async function moveByHand(stack: TestStack, move: Move, pair: Pair): Promise<void> {
  const { version, deployment } = pair;
  const aliasTo = (change: AliasChange) => () => moveAlias(stack, move, change);
  const stageTo = (values: Readonly<Record<string, string>>) => () =>
    moveStage(stack, move, values);
  const toVersion = aliasTo({ FunctionVersion: version });
  const toDeployment = stageTo({ '/deploymentId': deployment });
  const weights = { [version]: move.percent / 100 };
  const steps = {
    version: [toVersion],
    deployment: [toDeployment],
    pair: [toVersion, toDeployment],
    weights: [aliasTo({ RoutingConfig: { AdditionalVersionWeights: weights } })],
    canary: [
      stageTo({
        '/canarySettings/deploymentId': deployment,
        '/canarySettings/percentTraffic': String(move.percent),
      }),
    ],
    settings: [
      stageTo({
        '/*/*/throttling/rateLimit': String(2000 + move.percent),
        [`/variables/byHand${String(move.pick)}`]: String(move.percent),
      }),
    ],
  } satisfies Record<Move['what'], readonly (() => Promise<void>)[]>;
  for (const step of steps[move.what]) {
    await step().catch((error: unknown) => {
      if (!isAwsError(error, ...refusals)) {
        throw error;
      }
    });
  }
}

const refusals = [
  'ResourceNotFoundException',
  'NotFoundException',
  'BadRequestException',
  'InvalidParameterValueException',
];

type AliasChange = Pick<UpdateAliasCommand['input'], 'FunctionVersion' | 'RoutingConfig'>;

async function moveAlias(
  { clients }: TestStack,
  { target }: Move,
  change: AliasChange,
): Promise<void> {
  await clients.lambda.send(
    new UpdateAliasCommand({ FunctionName: functionName, Name: aliasOf(target), ...change }),
  );
}

async function moveStage(
  { clients, outputs }: TestStack,
  { target }: Move,
  values: Readonly<Record<string, string>>,
): Promise<void> {
  await clients.apigateway.send(
    new UpdateStageCommand({
      restApiId: outputs.restApiId,
      stageName: target,
      patchOperations: Object.entries(values).map(([path, value]) => ({
        op: 'replace',
        path,
        value,
      })),
    }),
  );
}

const facets = {
  version: ({ alias }: Seen) => alias.version,
  weights: ({ alias }: Seen) => JSON.stringify(alias.weights),
  deployment: ({ deploymentId }: Seen) => deploymentId,
  canary: ({ canary }: Seen) => JSON.stringify(canary),
  settings: ({ settings }: Seen) => JSON.stringify(settings),
} as const;
export type Facet = keyof typeof facets;

/** Whether it is a condition of every write. */
export function isOfAlias(facet: Facet): boolean {
  return facet === 'version' || facet === 'weights';
}

/** What differs between two looks at a target. */
export function changedFacets(before: Seen, after: Seen): Facet[] {
  const names: readonly Facet[] = ['version', 'weights', 'deployment', 'canary', 'settings'];
  return names.filter((name) => facets[name](before) !== facets[name](after));
}
