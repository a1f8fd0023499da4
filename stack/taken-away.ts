import { formatAddress, addressesOf } from './domain-address.ts';
import type { StackOutputs } from './outputs.ts';
import type { StackSettings } from './settings.ts';

/** Something that serves, and that edited settings would delete. */
export interface TakenAway {
  /** What happens, as a sentence without a full stop. */
  readonly problem: string;
  /** The way that keeps serving. */
  readonly way: string;
  /** Name of the target, if it is one. */
  readonly target?: string | undefined;
}

/** What is to go, as somebody said: a target by its name, an address as `api.example.com/v1`, a region. */
export interface Retired {
  readonly target?: string | undefined;
  readonly domain?: string | undefined;
  readonly region?: string | undefined;
}

/**
 * What edited settings would take away. Lambda and API Gateway know no renaming: a function, an alias
 * or a stage with another name is another one, and the one that serves would be deleted (trap D14).
 * A target that only has another `name` is the same one.
 *
 * @param before what the stack has now; undefined before its first `pulumi up`.
 * @param retired what is to go.
 * @param home the region of `aws:region`, where that is known.
 */
export function findTakenAway(
  before: StackOutputs | undefined,
  settings: StackSettings,
  retired: Retired = {},
  home?: string,
): TakenAway[] {
  if (before === undefined) {
    return [];
  }
  const { functionName, targets } = before;
  const renamed =
    functionName === settings.function.name
      ? []
      : [
          {
            problem: `function.name: ${settings.function.name} instead of ${functionName} would delete the function ${functionName} with all its versions, and what serves with it`,
            way: `keep ${functionName} in this stack, and make a stack of its own for ${settings.function.name}`,
          },
        ];
  const gone = Object.entries(targets)
    .filter(([name]) => name !== retired.target)
    .filter(([, target]) => !settings.targets.some((kept) => isSame(kept, target)))
    .map(([name, { alias, apiStage }]) => ({
      problem: `targets: no target has alias ${alias} with API stage ${apiStage} any more, which would delete them while they may serve`,
      way: `keep that target and add the new one beside it, release, move the callers, then take the old one out of the settings and run: npm run retire -- --target ${name}`,
      target: name,
    }));
  return [
    ...renamed,
    ...findMoved(before, home),
    ...findLeft(before, settings, retired),
    ...gone,
    ...findUnnamed(before, settings, retired),
    ...findUnrouted(before, settings),
  ];
}

/** Without routing a name leads to the home region alone, and what other regions answer by it would go. */
function findUnrouted(
  { regions = {} }: StackOutputs,
  { domain, regions: wanted }: Pick<StackSettings, 'domain' | 'regions'>,
): TakenAway[] {
  const led = Object.entries(regions)
    .filter(([region, { targets }]) => {
      const isNamed = Object.values(targets).some((target) => target.domain !== undefined);
      return isNamed && wanted.includes(region);
    })
    .map(([region]) => region);
  return domain?.routing !== undefined || led.length === 0
    ? []
    : [
        {
          problem: `domain.routing: without it no caller would be led to ${led.join(' and ')} any more`,
          way: 'take these regions out of the settings first, and retire each, while domain.routing stays',
        },
      ];
}

/** A function and an API are in one region for ever. */
function findMoved({ functionName, functionArn }: StackOutputs, home = ''): TakenAway[] {
  const [, , , before = ''] = functionArn.split(':');
  return before === '' || home === '' || before === home
    ? []
    : [
        {
          problem: `aws:region: ${home} instead of ${before} would delete the function ${functionName} in ${before}, and what serves with it`,
          way: `keep ${before}, and name ${home} in regions beside it`,
        },
      ];
}

/** Regions that the settings do not have any more. */
function findLeft(
  { regions = {} }: StackOutputs,
  settings: Pick<StackSettings, 'regions'>,
  retired: Retired,
): TakenAway[] {
  return Object.keys(regions)
    .filter((region) => region !== retired.region && !settings.regions.includes(region))
    .map((region) => ({
      problem: `regions: ${region} is not among them any more, which would delete what may serve there`,
      way: `keep it until its callers have moved, then take it out of the settings and run: npm run retire -- --region ${region}`,
    }));
}

/** Addresses that lead to a target which stays, and that the settings do not have any more. */
function findUnnamed(
  { targets }: StackOutputs,
  settings: StackSettings,
  retired: Retired,
): TakenAway[] {
  const wanted = addressesOf(settings);
  return Object.values(targets)
    .filter((target) => settings.targets.some((kept) => isSame(kept, target)))
    .flatMap(({ domain, apiStage }) => {
      const isKept = wanted.some(
        (address) => address.apiStage === apiStage && formatAddress(address) === domain,
      );
      return domain === undefined || isKept || domain === retired.domain
        ? []
        : [
            {
              problem: `domain: ${domain} would not lead to API stage ${apiStage} any more, while it may be called`,
              way: `keep it until its callers have moved; a target has one address, so a new one comes after: take the old one out of the settings and run: npm run retire -- --domain ${domain}`,
            },
          ];
    });
}

interface Identity {
  readonly alias: string;
  readonly apiStage: string;
}

function isSame(a: Identity, b: Identity): boolean {
  return a.alias === b.alias && a.apiStage === b.apiStage;
}

/** `pulumi up` would take away what may serve; the message says how to do it safely. */
export class TakenAwayError extends Error {
  readonly found: readonly TakenAway[];

  constructor(found: readonly TakenAway[]) {
    super(
      [
        'Nothing was changed, as this would take away what may serve:',
        ...found.map(({ problem, way }) => `${problem}.\n    Instead: ${way}`),
      ].join('\n  '),
    );
    this.name = 'TakenAwayError';
    this.found = found;
  }
}
