import type { PatchOperation } from '@aws-sdk/client-api-gateway';
import { isSame } from '../equality.ts';
import { isObject, type Properties } from '../properties.ts';

/** Properties that are one patch each, and where UpdateStage has them. */
const singlePaths = {
  cacheClusterEnabled: '/cacheClusterEnabled',
  cacheClusterSize: '/cacheClusterSize',
  clientCertificateId: '/clientCertificateId',
  deployment: '/deploymentId',
  description: '/description',
  documentationVersion: '/documentationVersion',
  xrayTracingEnabled: '/tracingEnabled',
} as const;

/**
 * The patch operations that bring a stage from state to what is asked for: only for what differs.
 *
 * @param state The stage's properties after the last run or refresh.
 * @param asked Its inputs.
 */
export function stagePatches(state: Properties, asked: Properties): PatchOperation[] {
  return [
    ...singlePatches(state, asked),
    ...mapPatches('/variables/', state.variables, asked.variables),
    ...canaryPatches(state, asked),
    ...accessLogPatches(state.accessLogSettings, asked.accessLogSettings),
  ];
}

function singlePatches(state: Properties, asked: Properties): PatchOperation[] {
  return Object.entries(singlePaths)
    .filter(([name]) => !isSame(state[name], asked[name]))
    .filter(([name]) => name !== 'cacheClusterSize' || asked.cacheClusterEnabled === true)
    .map(([name, path]) => replace(path, asked[name] ?? (isFlag(name) ? false : '')));
}

function mapPatches(prefix: string, old: unknown, asked: unknown): PatchOperation[] {
  const oldMap = isObject(old) ? old : {};
  const newMap = isObject(asked) ? asked : {};
  const removed = Object.keys(oldMap).filter((name) => !(name in newMap));
  const set = Object.entries(newMap).filter(([name, value]) => oldMap[name] !== value);
  return [
    ...removed.map((name): PatchOperation => ({ op: 'remove', path: prefix + pointer(name) })),
    ...set.map(([name, value]) => replace(prefix + pointer(name), value)),
  ];
}

function canaryPatches(state: Properties, asked: Properties): PatchOperation[] {
  const old = state.canarySettings;
  const canary = asked.canarySettings;
  if (isSame(old, canary)) {
    return [];
  }
  if (!isObject(canary)) {
    return [{ op: 'remove', path: '/canarySettings' }];
  }
  const oldCanary = isObject(old) ? old : {};
  const changed = ['deploymentId', 'percentTraffic', 'useStageCache'].filter(
    (name) => canary[name] !== undefined && oldCanary[name] !== canary[name],
  );
  return [
    ...changed.map((name) => replace(`/canarySettings/${name}`, canary[name])),
    ...mapPatches(
      '/canarySettings/stageVariableOverrides/',
      oldCanary.stageVariableOverrides,
      canary.stageVariableOverrides,
    ),
  ];
}

function accessLogPatches(old: unknown, asked: unknown): PatchOperation[] {
  if (isSame(old, asked)) {
    return [];
  }
  if (!isObject(asked)) {
    return [{ op: 'remove', path: '/accessLogSettings' }];
  }
  return ['destinationArn', 'format'].map((name) =>
    replace(`/accessLogSettings/${name}`, asked[name]),
  );
}

function replace(path: string, value: unknown): PatchOperation {
  return { op: 'replace', path, value: String(value) };
}

function isFlag(name: string): boolean {
  return name.endsWith('Enabled');
}

// RFC 6901, section 3.
function pointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
