import { canaryRules, promotionRules } from './canary.ts';
import { notImplemented } from '../not-implemented.ts';
import { methodSettingRules } from './method-settings.ts';
import type { PatchOperation } from './patch.ts';
import { applyPatch, booleanOf, valueOf } from './patch.ts';
import type { PatchRule } from './patch.ts';
import type { Stage } from './state.ts';

const rules: readonly PatchRule<Stage>[] = [
  {
    path: /^\/deploymentId$/,
    ops: ['replace'],
    apply(stage, operation) {
      stage.deploymentId = valueOf(operation);
    },
  },
  ...promotionRules,
  {
    path: /^\/description$/,
    ops: ['replace'],
    apply(stage, operation) {
      stage.description = valueOf(operation);
    },
  },
  {
    path: /^\/variables\/([^/]+)$/,
    ops: ['add', 'replace', 'remove'],
    apply(stage, operation, [name = '']) {
      if (operation.op === 'remove') {
        Reflect.deleteProperty(stage.variables, name);
      } else {
        stage.variables[name] = valueOf(operation);
      }
    },
  },
  {
    path: /^\/accessLogSettings$/,
    ops: ['remove'],
    apply(stage) {
      delete stage.accessLogSettings;
    },
  },
  {
    path: /^\/accessLogSettings\/destinationArn$/,
    ops: ['replace', 'add'],
    apply(stage, operation) {
      const destinationArn = valueOf(operation).replace(/:\*$/, '');
      stage.accessLogSettings = { ...stage.accessLogSettings, destinationArn };
    },
  },
  {
    path: /^\/accessLogSettings\/format$/,
    ops: ['replace', 'add'],
    apply(stage, operation) {
      stage.accessLogSettings = { ...stage.accessLogSettings, format: valueOf(operation) };
    },
  },
  {
    path: /^\/tracingEnabled$/,
    ops: ['replace'],
    apply(stage, operation) {
      stage.tracingEnabled = booleanOf(operation);
    },
  },
  {
    path: /^\/cacheClusterEnabled$/,
    ops: ['replace'],
    apply(stage, operation) {
      stage.cacheClusterEnabled = booleanOf(operation);
    },
  },
  {
    path: /^\/cacheClusterSize$/,
    ops: ['replace'],
    apply(stage, operation) {
      stage.cacheClusterSize = valueOf(operation);
    },
  },
  unmodelledRule('clientCertificateId', 'A client certificate'),
  unmodelledRule('documentationVersion', 'A documentation version'),
  ...canaryRules,
  ...methodSettingRules,
];

/** Paths whose only value that changes nothing is the empty one. */
function unmodelledRule(member: string, feature: string): PatchRule<Stage> {
  return {
    path: new RegExp(`^/${member}$`),
    ops: ['replace'],
    apply(_stage, { value = '' }) {
      if (value !== '') {
        throw notImplemented(feature);
      }
    },
  };
}

/**
 * The stage with a list of UpdateStage's patch operations applied, all or none: the stage that was
 * given stays as it is. What the result refers to is checked by `verifyStage`.
 *
 * @throws {AwsError} 400
 */
export function patchStage(stage: Stage, operations: readonly PatchOperation[]): Stage {
  return applyPatch(stage, operations, rules);
}
