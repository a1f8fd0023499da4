import { parseAddress } from '../../stack/domain-address.ts';
import { standbyAliasOf } from '../../stack/names.ts';
import type { TargetOutputs } from '../../stack/outputs.ts';

/** A resource of the program that is never deleted or replaced by the way. */
export interface Protected {
  /** `aws:lambda/alias:Alias` */
  readonly type: string;
  /** As the program names it. */
  readonly name: string;
}

/**
 * What of a target is protected, named as `infra/target.ts` and `infra/domain.ts` name it.
 *
 * @param others the stack's other targets, whose domain stays.
 */
export function protectedOf(
  target: TargetOutputs,
  others: readonly TargetOutputs[] = [],
): Protected[] {
  const { alias, apiStage } = target;
  return [
    ...[alias, standbyAliasOf(alias)].flatMap((each) => [
      { type: 'aws:lambda/alias:Alias', name: `${each}-alias` },
      { type: 'aws:lambda/permission:Permission', name: `${each}-permission` },
    ]),
    { type: 'aws:apigateway/stage:Stage', name: `${apiStage}-stage` },
    ...protectedOfDomain(target, others),
  ];
}

/** The same, of a target's domain alone: its mapping, and its name unless another target has a part of that. */
export function protectedOfDomain(
  { domain, apiStage }: TargetOutputs,
  others: readonly TargetOutputs[] = [],
): Protected[] {
  if (domain === undefined) {
    return [];
  }
  const { name } = parseAddress(domain);
  const isShared = others.some((other) => parseAddress(other.domain ?? '').name === name);
  return [
    { type: 'aws:apigateway/basePathMapping:BasePathMapping', name: `${apiStage}-mapping` },
    ...(isShared ? [] : [{ type: 'aws:apigateway/domainName:DomainName', name: `${name}-domain` }]),
    ...(isShared
      ? []
      : ['a', 'aaaa'].map((type) => ({
          type: 'aws:route53/record:Record',
          name: `${name}-${type}`,
        }))),
  ];
}
