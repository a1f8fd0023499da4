import { standbyStageSuffix } from '../../stack/names.ts';
import type { Settings } from '../../stack/stack-file.ts';
import { UsageError } from '../errors.ts';
import type { PlannedChange } from './engine-log.ts';
import type { Plan } from './program-stack.ts';

/** What serves, and what lets it serve. */
const protectedTypes = [
  'aws:lambda/function:Function',
  'aws:lambda/alias:Alias',
  'aws:lambda/permission:Permission',
  'aws:apigateway/restApi:RestApi',
  'aws:apigateway/stage:Stage',
  'aws:apigateway/domainName:DomainName',
  'aws:apigateway/basePathMapping:BasePathMapping',
  'aws:route53/record:Record',
];

/** A standby API stage, what it may call, and its name: the settings may do without them, as they serve nobody. */
function isOfStandbyStage({ name }: PlannedChange): boolean {
  const [, apiStage = ''] = /^(\w+)-(?:stage$|mapping$|calls-)/.exec(withoutRegion(name)) ?? [];
  return apiStage.endsWith(standbyStageSuffix) || /-standby-(?:domain|a|aaaa)$/.test(name);
}

/** `prod-stage` of `us-east-1-prod-stage`, as `infra/place.ts` names what is not in the home region. */
function withoutRegion(name: string): string {
  return name.replace(/^[a-z]{2,4}(?:-[a-z]+)+-\d+-/, '');
}

/** By it a certificate was issued; no caller asks for it. */
function isValidation({ type, name }: PlannedChange): boolean {
  return type === 'aws:route53/record:Record' && name.endsWith('-validation');
}

/**
 * Refuses a plan before anything is changed by it.
 *
 * @throws {UsageError} when it would delete or replace what serves (trap D14).
 */
export function verifyPlan({ changes }: Plan, { stack }: Pick<Settings, 'stack'>): void {
  const takenAway = changes.filter(
    (change) =>
      protectedTypes.includes(change.type) &&
      !['create', 'update', 'forget', 'adopt', 'finish'].includes(change.operation) &&
      !isOfStandbyStage(change) &&
      !isValidation(change),
  );
  if (takenAway.length > 0) {
    throw new UsageError(
      `Nothing was changed, as pulumi up would ${takenAway.map(describe).join(', ')} while it may serve`,
      { text: 'undo what asks for that in infra/ or in the settings' },
      { resource: `stack ${stack}` },
    );
  }
}

function describe({ operation, type, name }: PlannedChange): string {
  return `${operation} ${type.replace(/^.*:/, '')} ${name}`;
}
