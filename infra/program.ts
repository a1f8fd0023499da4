import * as pulumi from '@pulumi/pulumi';
import { outputsIn, type StackOutputs } from '../stack/outputs.ts';
import { regionsOf } from '../stack/regions.ts';
import type { StackSettings } from '../stack/settings.ts';
import { clientOptionsOf } from '../stack/sign-in/resolve-credentials.ts';
import { findTakenAway, TakenAwayError, type Retired } from '../stack/taken-away.ts';
import { prepareLogging } from './api-gateway-account.ts';
import { readConfiguration, readHeaders } from './configuration.ts';
import { createDeployer } from './deployer.ts';
import { createFunctionRole } from './function-role.ts';
import { createFunctionLogs } from './function.ts';
import { recordResources, type Recording } from './made-by-own.ts';
import type { OwnModule, StackFacts } from './own-resources.ts';
import * as own from './own.ts';
import { nameTargets } from './named-targets.ts';
import { placeIn, type Place } from './place.ts';
import { readPreviousOutputs } from './previous-outputs.ts';
import {
  createRegion,
  outputsOfRegion,
  ownStages,
  readBeginnings,
  type MadeRegion,
} from './region.ts';
import { readRoutes, type Routes } from './routes.ts';
import { tagResources } from './tags.ts';

export interface ProgramOptions {
  /** What may be taken away. */
  readonly retired?: Retired | undefined;
  /** Told what the stack had before. */
  readonly onPrevious?: (previous: StackOutputs | undefined) => void;
}

/** What is the user's: `openapi.yaml` and `own.ts`. */
export interface UserParts {
  readonly readRoutes: () => Routes;
  readonly own: OwnModule;
}

/**
 * Provisions one stack: in each of its regions a function, its API, and the targets. It never moves traffic, and
 * takes nothing away that a target serves.
 *
 * @param parts the files of the project, unless a test says otherwise.
 * @returns the stack's outputs, as `outputs.ts` types them.
 * @throws {SettingsError} when the stack's configuration is wrong.
 * @throws {RoutesError} when `openapi.yaml` is.
 * @throws {TakenAwayError} when it would delete what may serve.
 * @throws {LostAliasError} when an alias that served is gone.
 */
export async function program(
  { retired, onPrevious }: ProgramOptions = {},
  parts: UserParts = { readRoutes, own },
): Promise<pulumi.Inputs> {
  const { settings, place } = await readConfiguration();
  const previous = await readPreviousOutputs();
  onPrevious?.(previous);
  const takenAway = findTakenAway(previous, settings, retired, place.region);
  if (takenAway.length > 0) {
    throw new TakenAwayError(takenAway);
  }
  tagResources(settings.function.tags);
  const aws = clientOptionsOf(place);
  const places = regionsOf(settings, place.region).map((region) =>
    placeIn(region, place.region, {
      aws,
      previous: previous && outputsIn(previous, region, place.region),
    }),
  );
  const recording = recordResources();
  const routes = parts.readRoutes();
  const made = await createRegions(settings, places, routes, { recording, parts });
  await createApiResources(settings, made, { recording, parts });
  const [home, ...others] = made;
  if (home === undefined) {
    throw new Error('A stack is in one region at least');
  }
  const { targets, names } = await nameTargets(settings, home, place.region);
  const elsewhere = await Promise.all(
    others.map(async (other) => ({
      ...other,
      targets: (await nameTargets(settings, other, place.region, names)).targets,
    })),
  );
  const { github } = settings.ci;
  const deployer =
    github &&
    (await createDeployer(
      github,
      {
        settings,
        functionArn: home.lambda.arn,
        restApiId: home.api.restApi.id,
        others: pulumi.all(
          others.map(({ place: { region }, api: { restApi } }) =>
            restApi.id.apply((restApiId) => ({ region, restApiId })),
          ),
        ),
        own: recording.made(),
        otherFunctions: routes.otherCalls.map(({ uri }) => uri),
      },
      aws,
    ));
  return {
    ...outputsOfRegion({ ...home, targets }),
    ...(deployer && { deployerRoleArn: deployer }),
    ...(others.length > 0 && {
      regions: Object.fromEntries(
        elsewhere.map((other) => [other.place.region, outputsOfRegion(other)]),
      ),
    }),
  };
}

interface OwnPart {
  readonly recording: Recording;
  readonly parts: UserParts;
}

async function createRegions(
  settings: StackSettings,
  places: readonly Place[],
  routes: Routes,
  { recording, parts }: OwnPart,
): Promise<MadeRegion[]> {
  const functionSettings = settings.function;
  // First of all regions, so that nothing is made where one is out of reach.
  const begin = await Promise.all(
    places.map(async (place) => ({ place, beginnings: await readBeginnings(settings, place) })),
  );
  const accounts = await prepareLogging(settings, places);
  const begun = [];
  for (const { place, beginnings } of begin) {
    const facts = factsOf(settings, places, place);
    const made = await recording.during(() => parts.own.createOwnResources(facts));
    const logGroup = createFunctionLogs(functionSettings, place);
    begun.push({ place, beginnings, own: made, logGroup });
  }
  const role = createFunctionRole(
    functionSettings,
    begun.map(({ logGroup }) => logGroup),
    begun.flatMap(({ own: { policies = [] } }) => policies),
  );
  return Promise.all(
    begun.map((each) => {
      const account = accounts.get(each.place.region);
      return createRegion(settings, {
        ...{ ...each, role, routes },
        loggingDependsOn: account === undefined ? [] : [account],
      });
    }),
  );
}

async function createApiResources(
  settings: StackSettings,
  made: readonly MadeRegion[],
  { recording, parts }: OwnPart,
): Promise<void> {
  const places = made.map(({ place }) => place);
  for (const each of made) {
    await recording.during(() =>
      parts.own.createApiResources?.({
        ...factsOf(settings, places, each.place),
        functionArn: each.lambda.arn,
        restApi: each.api.restApi,
        stages: ownStages(each),
        headers: readHeaders(),
      }),
    );
  }
}

/** What `own.ts` knows of the stack in one region. */
function factsOf(
  { function: { name, tags }, targets }: StackSettings,
  places: readonly Place[],
  { region, called }: Place,
): StackFacts {
  const regions = places.map((each) => each.region);
  return {
    ...{ stack: pulumi.getStack(), region, homeRegion: regions[0] ?? region, regions, called },
    functionName: name,
    targets: targets.map((target) => target.name),
    tags,
  };
}
