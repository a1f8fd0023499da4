import {
  accessLogGroup,
  executionLogGroup,
  functionLogGroup,
  releaseLogGroup,
} from '../../names.ts';
import { stagesOf } from './stages-of.ts';
import { hasOthers, type PolicyScope } from './scope.ts';

/** Where any target is rolled out: the figures of CloudWatch, which cannot be limited to some. */
export function everyMetric({ settings }: PolicyScope): string[] {
  return settings.targets.some(({ rollout }) => rollout) ? ['*'] : [];
}

/** Where any target names alarms. */
export function everyAlarm({ settings }: PolicyScope): string[] {
  return settings.targets.some(({ rollout }) => rollout?.judge.alarms.length) ? ['*'] : [];
}

function logGroup({ partition, region, account }: PolicyScope, name: string): string {
  return `arn:${partition}:logs:${region}:${account}:log-group:${name}`;
}

/** `DescribeLogGroups` looks among all groups of an account, even for one. */
export function everyLogGroup(scope: PolicyScope): string[] {
  return [logGroup(scope, '*')];
}

export function releaseLogStreams(scope: PolicyScope): string[] {
  return [logGroup(scope, `${releaseLogGroup(scope.settings.function.name)}:*`)];
}

/** CloudWatch Logs writes the ARN of a group with `:*` at its end, except for tags. */
export function logGroups(scope: PolicyScope): string[] {
  const { function: settings, targets } = scope.settings;
  const access = targets.flatMap((target, index) =>
    target.accessLog
      ? stagesOf(target, index, targets).map((stage) => accessLogGroup(settings.name, stage))
      : [],
  );
  const execution = targets.flatMap((target, index) =>
    stagesOf(target, index, targets).map((stage) => executionLogGroup(scope.restApiId, stage)),
  );
  const ofFunction = [functionLogGroup(settings.name), releaseLogGroup(settings.name)];
  const named = hasOthers(scope) ? ofFunction : [...ofFunction, ...access, ...execution];
  const ofStages = [accessLogGroup(settings.name, '*'), executionLogGroup(scope.restApiId, '*')];
  return [
    ...named.flatMap((name) => [logGroup(scope, name), logGroup(scope, `${name}:*`)]),
    ...(hasOthers(scope) ? ofStages.map((name) => logGroup(scope, name)) : []),
  ];
}
