import { byName } from '../by-name.ts';
import { badRequest } from './errors.ts';
import { booleanOf, numberOf, valueOf } from './patch.ts';
import type { PatchRule } from './patch.ts';
import type { CanarySettings, Stage } from './state.ts';

/** The canary settings in a request; a canary without a deployment of its own has the stage's. */
export interface CanaryInput {
  readonly percentTraffic?: number | undefined;
  readonly deploymentId?: string | undefined;
  readonly stageVariableOverrides?: Readonly<Record<string, string>> | undefined;
  readonly useStageCache?: boolean | undefined;
}

/** @param deploymentId the deployment where the input names none */
export function toCanary(input: CanaryInput, deploymentId: string): CanarySettings {
  return {
    percentTraffic: input.percentTraffic ?? 0,
    deploymentId: input.deploymentId ?? deploymentId,
    stageVariableOverrides: byName(input.stageVariableOverrides ?? {}),
    useStageCache: input.useStageCache ?? false,
  };
}

/** @throws {AwsError} 400 for a share of traffic that is not 0 to 100 */
export function verifyPercent({ percentTraffic }: CanarySettings): void {
  if (!(percentTraffic >= 0 && percentTraffic <= 100)) {
    throw badRequest('Canary percentTraffic must be between 0.0 and 100.0');
  }
}

/** The settings of the stage's canary; the first patch below `/canarySettings` makes it. */
function canaryOf(stage: Stage): CanarySettings {
  stage.canarySettings ??= toCanary({}, stage.deploymentId);
  return stage.canarySettings;
}

/** UpdateStage's patch paths of the canary, without its promotion. */
export const canaryRules: readonly PatchRule<Stage>[] = [
  {
    path: /^\/canarySettings$/,
    ops: ['remove'],
    apply(stage) {
      delete stage.canarySettings;
    },
  },
  {
    path: /^\/canarySettings\/percentTraffic$/,
    ops: ['replace'],
    apply(stage, operation) {
      const canary = canaryOf(stage);
      canary.percentTraffic = numberOf(operation);
      verifyPercent(canary);
    },
  },
  {
    path: /^\/canarySettings\/deploymentId$/,
    ops: ['replace'],
    apply(stage, operation) {
      canaryOf(stage).deploymentId = valueOf(operation);
    },
  },
  {
    path: /^\/canarySettings\/useStageCache$/,
    ops: ['replace'],
    apply(stage, operation) {
      canaryOf(stage).useStageCache = booleanOf(operation);
    },
  },
  {
    path: /^\/canarySettings\/stageVariableOverrides\/([^/]+)$/,
    ops: ['add', 'replace', 'remove'],
    apply(stage, operation, [name = '']) {
      const { stageVariableOverrides } = canaryOf(stage);
      if (operation.op === 'remove') {
        Reflect.deleteProperty(stageVariableOverrides, name);
      } else {
        stageVariableOverrides[name] = valueOf(operation);
      }
    },
  },
];

const sources = {
  '/deploymentId': '/canarySettings/deploymentId',
  '/variables': '/canarySettings/stageVariableOverrides',
};

/**
 * A canary's promotion ("Promote a canary release" in the developer guide): its deployment becomes the
 * stage's, its overrides are laid over the stage's variables, and the canary itself stays.
 */
export const promotionRules: readonly PatchRule<Stage>[] = [
  {
    path: /^\/deploymentId$/,
    ops: ['copy'],
    apply(stage, { from }) {
      stage.deploymentId = promotedFrom(stage, '/deploymentId', from).deploymentId;
    },
  },
  {
    path: /^\/variables$/,
    ops: ['copy'],
    apply(stage, { from }) {
      const { stageVariableOverrides } = promotedFrom(stage, '/variables', from);
      Object.assign(stage.variables, stageVariableOverrides);
    },
  },
];

/** The message for a `copy` that promotes nothing. */
export function invalidCopy(path: string, from: string | undefined): string {
  return `Invalid copy operation with path: ${path} and from ${from ?? 'null'}. Valid copy:path are [${Object.keys(sources).join(', ')}] and valid copy:from are [${Object.values(sources).join(', ')}]`;
}

function promotedFrom(
  stage: Stage,
  path: keyof typeof sources,
  from: string | undefined,
): CanarySettings {
  if (from !== sources[path]) {
    throw badRequest(invalidCopy(path, from));
  }
  if (stage.canarySettings === undefined) {
    throw badRequest('Promotion not available. Canary does not exist.');
  }
  return stage.canarySettings;
}
