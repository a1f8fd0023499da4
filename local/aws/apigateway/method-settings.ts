import { badRequest } from './errors.ts';
import { booleanOf, numberOf, valueOf } from './patch.ts';
import type { PatchRule } from './patch.ts';
import type { MethodSetting, Stage } from './state.ts';

type Setter = (setting: MethodSetting, operation: Parameters<typeof valueOf>[0]) => void;

const strategies = [
  'FAIL_WITH_403',
  'SUCCEED_WITH_RESPONSE_HEADER',
  'SUCCEED_WITHOUT_RESPONSE_HEADER',
];

/** What follows `/{resourcePath}/{httpMethod}/` in UpdateStage's documented paths. */
const setters: Readonly<Record<string, Setter>> = {
  'metrics/enabled': (setting, operation) => {
    setting.metricsEnabled = booleanOf(operation);
  },
  'logging/dataTrace': (setting, operation) => {
    setting.dataTraceEnabled = booleanOf(operation);
  },
  'logging/loglevel': (setting, operation) => {
    setting.loggingLevel = toLevel(valueOf(operation));
  },
  'throttling/burstLimit': (setting, operation) => {
    setting.throttlingBurstLimit = Math.trunc(numberOf(operation));
  },
  'throttling/rateLimit': (setting, operation) => {
    setting.throttlingRateLimit = numberOf(operation);
  },
  'caching/enabled': (setting, operation) => {
    setting.cachingEnabled = booleanOf(operation);
  },
  'caching/ttlInSeconds': (setting, operation) => {
    setting.cacheTtlInSeconds = toTtl(numberOf(operation));
  },
  'caching/dataEncrypted': (setting, operation) => {
    setting.cacheDataEncrypted = booleanOf(operation);
  },
  'caching/requireAuthorizationForCacheControl': (setting, operation) => {
    setting.requireAuthorizationForCacheControl = booleanOf(operation);
  },
  'caching/unauthorizedCacheControlHeaderStrategy': (setting, operation) => {
    setting.unauthorizedCacheControlHeaderStrategy = toStrategy(valueOf(operation));
  },
};

/**
 * What a method setting holds that one patch made and the others did not touch. What is set for all
 * methods at that time becomes a method's own; later changes for all do not reach it.
 */
function defaultSetting(ofAll: MethodSetting | undefined): MethodSetting {
  return {
    metricsEnabled: false,
    dataTraceEnabled: false,
    cachingEnabled: false,
    cacheTtlInSeconds: 300,
    cacheDataEncrypted: false,
    requireAuthorizationForCacheControl: true,
    unauthorizedCacheControlHeaderStrategy: 'SUCCEED_WITH_RESPONSE_HEADER',
    ...ofAll,
  };
}

const settingPath = new RegExp(`^/(.+/(?:\\*|[A-Z]+))/(${Object.keys(setters).join('|')})$`);

/**
 * The patch paths of method settings. A setting is kept under the key that the patch spelled
 * (`*\/*`, `~1greeting/GET`), as AWS answers it.
 */
export const methodSettingRules: readonly PatchRule<Stage>[] = [
  {
    path: settingPath,
    documented: Object.keys(setters).map((name) => `/{resourcePath}/{httpMethod}/${name}`),
    ops: ['replace', 'add'],
    apply(stage, operation) {
      const [, key = '', name = ''] = settingPath.exec(operation.path) ?? [];
      const setting = stage.methodSettings[key] ?? defaultSetting(stage.methodSettings['*/*']);
      setters[name]?.(setting, operation);
      stage.methodSettings[key] = setting;
    },
  },
  {
    path: /^\/(?!variables\/|canarySettings\/|accessLogSettings\/)(.+\/(?:\*|[A-Z]+))$/,
    documented: ['/{resourcePath}/{httpMethod}'],
    ops: ['remove'],
    apply(stage, operation) {
      const key = operation.path.slice(1);
      if (stage.methodSettings[key] === undefined) {
        throw badRequest(
          `Cannot remove method setting ${key} because there is no method setting for this method `,
        );
      }
      Reflect.deleteProperty(stage.methodSettings, key);
    },
  },
];

function toLevel(value: string): NonNullable<MethodSetting['loggingLevel']> {
  if (value !== 'OFF' && value !== 'ERROR' && value !== 'INFO') {
    throw badRequest(`Invalid logging level '${value}'. Must be one of: [OFF, ERROR, INFO]`);
  }
  return value;
}

function toTtl(seconds: number): number {
  if (!Number.isInteger(seconds) || seconds < 0 || seconds > 3600) {
    throw badRequest('Invalid cache TTL: it must be between 0 and 3600 seconds');
  }
  return seconds;
}

function toStrategy(value: string): string {
  if (!strategies.includes(value)) {
    throw badRequest(`Invalid strategy '${value}'. Must be one of: [${strategies.join(', ')}]`);
  }
  return value;
}
