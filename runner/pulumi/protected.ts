import { z } from 'zod';
import { parseAddress } from '../../stack/domain-address.ts';
import { standbyAliasOf } from '../../stack/names.ts';
import type { StackOutputs, TargetOutputs } from '../../stack/outputs.ts';
import { namesIn } from '../../stack/regions.ts';

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

/**
 * What of a target is protected in all regions of its stack.
 *
 * @param home the region of `aws:region`.
 * @param protectedIn what of it counts, in one region: all, unless it is {@link protectedOfDomain}.
 * @throws {Error} where there is no such target.
 */
export function protectedEverywhere(
  { targets, regions = {} }: StackOutputs,
  name: string,
  home: string,
  protectedIn = protectedOf,
): Protected[] {
  const { [name]: target, ...others } = targets;
  if (target === undefined) {
    throw new Error(`There is no target ${name}`);
  }
  const elsewhere = Object.entries(regions).flatMap(([region, there]) => {
    const called = namesIn(region, home);
    const { [name]: twin, ...rest } = there.targets;
    const found = twin === undefined ? [] : protectedIn(twin, Object.values(rest));
    return found.map((each) => ({
      ...each,
      name: called(each.name),
    }));
  });
  return [...protectedIn(target, Object.values(others)), ...elsewhere];
}

const state = z.object({
  deployment: z.object({
    resources: z.array(z.object({ urn: z.string(), protect: z.boolean().default(false) })),
  }),
});

/**
 * What of a region is protected, as `infra/place.ts` names what is not in the home region.
 *
 * @param exported as `pulumi stack export` writes it.
 * @returns URNs.
 */
export function protectedInRegion(exported: unknown, region: string): string[] {
  return state
    .parse(exported)
    .deployment.resources.filter(({ protect }) => protect)
    .map(({ urn }) => urn)
    .filter((urn) => urn.split('::').at(-1)?.startsWith(`${region}-`));
}
