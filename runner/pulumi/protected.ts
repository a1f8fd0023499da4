import { z } from 'zod';
import { parseAddress } from '../../stack/domain-address.ts';
import { standbyAliasOf } from '../../stack/names.ts';
import type { StackOutputs, TargetOutputs } from '../../stack/outputs.ts';
import { project } from '../../stack/project.ts';
import { namesIn } from '../../stack/regions.ts';
import { shortNameOf } from '../../stack/stack-name.ts';
import type { Retired } from '../../stack/taken-away.ts';

/** A resource of the program that is never deleted or replaced by the way. */
interface Protected {
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
function protectedOf(target: TargetOutputs, others: readonly TargetOutputs[] = []): Protected[] {
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
function protectedOfDomain(
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

/** What goes, and from where. */
interface Going {
  readonly which: keyof Retired;
  /** Of the target that goes, or whose domain goes; of the region. */
  readonly name: string;
  /** As Pulumi calls it. */
  readonly stack: string;
  /** The region of `aws:region`. */
  readonly home: string;
}

const state = z.object({
  deployment: z.object({
    resources: z.array(z.object({ urn: z.string(), protect: z.boolean().default(false) })),
  }),
});

/**
 * What is protected of what is to go, in all regions of its stack.
 *
 * @param last what the stack gave out last.
 * @param exported as `pulumi stack export` writes it.
 * @returns URNs of what is there: a name without a zone has no records, and all of it may be gone already.
 * @throws {Error} where there is no such target.
 */
export function protectedByRetiring(going: Going, last: StackOutputs, exported: unknown): string[] {
  const { resources } = state.parse(exported).deployment;
  const urns = resources.filter(({ protect }) => protect).map(({ urn }) => urn);
  if (going.which === 'region') {
    return urns.filter((urn) => nameIn(urn).startsWith(`${going.name}-`));
  }
  const wanted = new Set(
    ofTarget(going, last).map(
      ({ type, name }) => `urn:pulumi:${shortNameOf(going.stack)}::${project}::${type}::${name}`,
    ),
  );
  return urns.filter((urn) => wanted.has(urn));
}

/** The name that the program gave it: `infra/place.ts` begins those of other regions with the region. */
const nameIn = (urn: string) => urn.split('::').at(-1) ?? '';

function ofTarget(
  { which, name, home }: Going,
  { targets, regions = {} }: StackOutputs,
): Protected[] {
  const protectedIn = which === 'domain' ? protectedOfDomain : protectedOf;
  const { [name]: target, ...others } = targets;
  if (target === undefined) {
    throw new Error(`There is no target ${name}`);
  }
  const elsewhere = Object.entries(regions).flatMap(([region, there]) => {
    const called = namesIn(region, home);
    const { [name]: twin, ...rest } = there.targets;
    const found = twin === undefined ? [] : protectedIn(twin, Object.values(rest));
    return found.map((each) => ({ ...each, name: called(each.name) }));
  });
  return [...protectedIn(target, Object.values(others)), ...elsewhere];
}
