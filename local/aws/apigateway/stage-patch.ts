import { canaryRules, invalidCopy, promotionRules } from './canary.ts';
import { badRequest } from './errors.ts';
import { notImplemented } from '../not-implemented.ts';
import { methodSettingRules } from './method-settings.ts';
import type { PatchOperation } from './patch.ts';
import { applyPatch, booleanOf, valueOf } from './patch.ts';
import type { PatchRule, Refusal } from './patch.ts';
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
      const destinationArn = logValueOf(operation).replace(/:\*$/, '');
      stage.accessLogSettings = { ...stage.accessLogSettings, destinationArn };
    },
  },
  {
    path: /^\/accessLogSettings\/format$/,
    ops: ['replace', 'add'],
    apply(stage, operation) {
      stage.accessLogSettings = { ...stage.accessLogSettings, format: logValueOf(operation) };
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

/** @throws {AwsError} 400 for nothing */
function logValueOf({ value = '' }: PatchOperation): string {
  if (value === '') {
    throw badRequest('Access Log value must not be empty');
  }
  return value;
}

const logPaths = ['/accessLogSettings/destinationArn', '/accessLogSettings/format'];
const settingNames = [
  'metrics/enabled',
  'logging/dataTrace',
  'logging/loglevel',
  'throttling/burstLimit',
  'throttling/rateLimit',
  'caching/ttlInSeconds',
  'caching/enabled',
  'caching/dataEncrypted',
  'caching/requireAuthorizationForCacheControl',
  'caching/unauthorizedCacheControlHeaderStrategy',
];

/** The list that AWS answers, in which some commas are missing. */
const settingPaths = [
  ...['/deploymentId', '/description', '/cacheClusterEnabled', '/cacheClusterSize'],
  ...['/clientCertificateId', '/accessLogSettings', ...logPaths],
  settingNames.map((name) => `/{resourcePath}/{httpMethod}/${name}`).join(', '),
  settingNames.map((name) => `/*/*/${name}`).join(', '),
  ...['/variables/{variable_name}', '/tracingEnabled'],
]
  .join(', ')
  .replace('burstLimit, /{', 'burstLimit/{')
  .replace('rateLimit, /{', 'rateLimit/{')
  .replace('burstLimit, /*', 'burstLimit /*')
  .replace('rateLimit, /*', 'rateLimit /*');

/** A path that is none of its own is to AWS the path of a method setting. */
const refuse: Refusal = ({ op, path, from }, matching) => {
  switch (op) {
    case 'remove':
      return `Cannot remove method setting ${path.slice(1)} because there is no method setting for this method `;
    case 'copy':
      return invalidCopy(path, from);
    case 'add':
    case 'replace':
      if (/^\/accessLogSettings(?:\/|$)/.test(path)) {
        return `Invalid accessLogSettings path. Must be one of : [${logPaths.join(', ')}]`;
      }
      return op === 'add' && matching.length > 0
        ? `Invalid add operation with path: ${path}`
        : `Invalid method setting path: ${path}. Must be one of: [${settingPaths}]`;
    case 'move':
    case 'test':
      return `Invalid ${op} operation with path: ${path}`;
  }
};

/**
 * The stage with a list of UpdateStage's patch operations applied, all or none: the stage that was
 * given stays as it is. What the result refers to is checked by `verifyStage`.
 *
 * @throws {AwsError} 400
 */
export function patchStage(stage: Stage, operations: readonly PatchOperation[]): Stage {
  return applyPatch(stage, operations, rules, refuse);
}
