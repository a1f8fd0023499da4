import type * as pulumi from '@pulumi/pulumi';
import { standbyStageOf } from '../stack/names.ts';
import type { StackSettings } from '../stack/settings.ts';
import { createDomains, type AtHome, type WayIn } from './domain.ts';
import type { MadeRegion } from './region.ts';

/** The targets of a region with their names, and what the names have once for all regions. */
export interface NamedTargets {
  readonly targets: MadeRegion['targets'];
  readonly names: AtHome;
}

/**
 * Makes the names by which a region's targets are called.
 *
 * @param home the region of `aws:region`.
 * @param atHome what it made of the names; there itself undefined.
 * @returns the targets, each with its name where it has one.
 * @throws {SettingsError} when there is no such public zone.
 */
export async function nameTargets(
  settings: StackSettings,
  made: MadeRegion,
  home: string,
  atHome?: AtHome,
): Promise<NamedTargets> {
  const { ways, made: names } = await createDomains(settings, {
    ...{ api: made.api, place: made.place, home, atHome },
    stages: stagesByName(settings, made),
    // The embedded AWS is in no setting: the environment leads to it, as it leads the provider.
    endpoint: settings.endpoint ?? process.env.AWS_ENDPOINT_URL,
  });
  const targets = made.targets.map(([name, outputs], index) => {
    const apiStage = settings.targets[index]?.apiStage ?? '';
    return [
      name,
      { ...outputs, ...servingBy(ways, apiStage), ...testedBy(ways, apiStage) },
    ] as const;
  });
  return { targets, names };
}

function stagesByName(
  { targets }: StackSettings,
  made: MadeRegion,
): ReadonlyMap<string, pulumi.Input<string | undefined>> {
  return new Map(
    made.targets.flatMap(([, { apiStage, standbyStage }], index) => {
      const name = targets[index]?.apiStage ?? '';
      return [
        [name, apiStage],
        [standbyStageOf(name), standbyStage],
      ] as const;
    }),
  );
}

/** What a target gives out of its domain, where it has one. */
function servingBy(ways: ReadonlyMap<string, WayIn>, apiStage: string) {
  const way = ways.get(apiStage);
  return (
    way && {
      ...{ url: way.url, domain: way.domain },
      ...(way.connectTo && { connectTo: way.connectTo }),
    }
  );
}

function testedBy(ways: ReadonlyMap<string, WayIn>, apiStage: string) {
  const way = ways.get(standbyStageOf(apiStage));
  return (
    way && {
      standbyUrl: way.url,
      ...(way.connectTo && { standbyConnectTo: way.connectTo }),
    }
  );
}
