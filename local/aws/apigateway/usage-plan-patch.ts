import { byName } from '../by-name.ts';
import { badRequest } from './errors.ts';
import type { PatchOperation, PatchRule } from './patch.ts';
import { numberOf, valueOf } from './patch.ts';
import type { PlannedStage, Quota, Throttle, UsagePlan } from './state.ts';

const periods = ['DAY', 'WEEK', 'MONTH'] as const;

/** UpdateUsagePlan's patch paths. */
export const usagePlanRules: readonly PatchRule<UsagePlan>[] = [
  {
    path: /^\/name$/,
    ops: ['replace'],
    apply(plan, operation) {
      plan.name = valueOf(operation);
    },
  },
  {
    path: /^\/description$/,
    ops: ['replace'],
    apply(plan, operation) {
      plan.description = valueOf(operation);
    },
  },
  {
    path: /^\/productCode$/,
    ops: ['replace', 'remove'],
    apply(plan, { op, value }) {
      if (op === 'remove' || value === undefined) {
        delete plan.productCode;
      } else {
        plan.productCode = value;
      }
    },
  },
  {
    path: /^\/apiStages$/,
    ops: ['add', 'remove'],
    apply(plan, operation) {
      const [apiId = '', stage = ''] = valueOf(operation).split(':');
      if (operation.op === 'add') {
        plan.apiStages.push({ apiId, stage, throttle: byName() });
        return;
      }
      const removed = requirePlanned(plan, apiId, stage);
      plan.apiStages = plan.apiStages.filter((planned) => planned !== removed);
    },
  },
  {
    path: /^\/apiStages\/([^/:]+):([^/:]+)\/throttle\/([^/]+)\/([A-Z]+)$/,
    documented: ['/apiStages/<apidId:stageName>/throttle/<resourcePath>/<httpMethod>'],
    ops: ['remove'],
    apply(plan, _operation, [apiId = '', stage = '', path = '', method = '']) {
      const { throttle } = requirePlanned(plan, apiId, stage);
      Reflect.deleteProperty(throttle, `${path}/${method}`);
    },
  },
  {
    path: /^\/apiStages\/([^/:]+):([^/:]+)\/throttle\/([^/]+)\/([A-Z]+)\/(rateLimit|burstLimit)$/,
    documented: [
      '/apiStages/<apidId:stageName>/throttle/<resourcePath>/<httpMethod>/rateLimit',
      '/apiStages/<apidId:stageName>/throttle/<resourcePath>/<httpMethod>/burstLimit',
    ],
    ops: ['add', 'replace'],
    apply(plan, operation, [apiId = '', stage = '', path = '', method = '', member = '']) {
      const { throttle } = requirePlanned(plan, apiId, stage);
      const key = `${path}/${method}`;
      throttle[key] = withLimit(throttle[key], member, operation);
    },
  },
  {
    path: /^\/apiStages\/([^/:]+):([^/:]+)\/throttle$/,
    documented: ['/apiStages/<apidId:stageName>/throttle'],
    ops: ['remove'],
    apply(plan, _operation, [apiId = '', stage = '']) {
      requirePlanned(plan, apiId, stage).throttle = byName();
    },
  },
  {
    path: /^\/throttle$/,
    ops: ['remove'],
    apply(plan) {
      delete plan.throttle;
    },
  },
  {
    path: /^\/throttle\/(rateLimit|burstLimit)$/,
    documented: ['/throttle/rateLimit', '/throttle/burstLimit'],
    ops: ['add', 'replace'],
    apply(plan, operation, [member = '']) {
      plan.throttle = withLimit(plan.throttle, member, operation);
    },
  },
  {
    path: /^\/quota$/,
    ops: ['remove'],
    apply(plan) {
      delete plan.quota;
    },
  },
  {
    path: /^\/quota\/(limit|offset|period)$/,
    documented: ['/quota/limit', '/quota/offset', '/quota/period'],
    ops: ['add', 'replace'],
    apply(plan, operation, [member = '']) {
      const quota = plan.quota ?? { limit: 1, offset: 0, period: 'DAY' };
      plan.quota = { ...quota, ...quotaMember(member, operation) };
    },
  },
];

function requirePlanned(plan: UsagePlan, apiId: string, stage: string): PlannedStage {
  const found = plan.apiStages.find(
    (planned) => planned.apiId === apiId && planned.stage === stage,
  );
  if (found === undefined) {
    throw badRequest('Invalid API Stage specified');
  }
  return found;
}

function withLimit(
  throttle: Throttle | undefined,
  member: string,
  operation: PatchOperation,
): Throttle {
  const number = numberOf(operation);
  return member === 'rateLimit'
    ? { ...throttle, rateLimit: number }
    : { ...throttle, burstLimit: Math.trunc(number) };
}

function quotaMember(member: string, operation: PatchOperation): Partial<Quota> {
  if (member !== 'period') {
    const number = Math.trunc(numberOf(operation));
    return member === 'limit' ? { limit: number } : { offset: number };
  }
  const period = periods.find((name) => name === operation.value);
  if (period === undefined) {
    throw badRequest(`Invalid quota period specified. Must be one of: [${periods.join(', ')}]`);
  }
  return { period };
}
