import * as pulumi from '@pulumi/pulumi';
import { hasStandbyStage } from '../stack/api-tier.ts';
import { engineOf } from '../stack/api-url.ts';
import { standbyAliasOf, standbyStageOf } from '../stack/names.ts';
import type { StackOutputs } from '../stack/outputs.ts';
import { planAliasVersions, readAliases } from './alias-versions.ts';
import { createApi } from './api.ts';
import { permitCalls } from './called-functions.ts';
import { createApiGatewayAccount } from './api-gateway-account.ts';
import { createDomains, type WayIn } from './domain.ts';
import { createDeployer } from './deployer.ts';
import { createFunction } from './function.ts';
import { decryptedHeaders } from '../stack/request-headers.ts';
import {
  describeIssue,
  findUnknownKeys,
  parseSettings,
  settingKeys,
  SettingsError,
  type StackSettings,
} from '../stack/settings.ts';
import { findRefusedKeys, missingRegion, parseAwsSettings } from '../stack/sign-in/aws-settings.ts';
import { clientOptionsOf, type AwsPlace } from '../stack/sign-in/resolve-credentials.ts';
import { findRegion } from '../stack/sign-in/shared-files.ts';
import { settingsByStage } from '../stack/stage-settings.ts';
import { findTakenAway, TakenAwayError, type Retired } from '../stack/taken-away.ts';
import { readPreviousOutputs } from './previous-outputs.ts';
import { tagResources } from './tags.ts';
import { recordResources } from './made-by-own.ts';
import type { OwnModule, OwnStage } from './own-resources.ts';
import * as own from './own.ts';
import { readRoutes, type Routes } from './routes.ts';
import { readServedByLast } from './served-by-last.ts';
import { createTarget } from './target.ts';

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
 * Provisions one stack: a function, its API, and the targets. It never moves traffic, and takes
 * nothing away that a target serves.
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
  const settings = readSettings();
  const previous = await readPreviousOutputs();
  onPrevious?.(previous);
  const takenAway = findTakenAway(previous, settings, retired);
  if (takenAway.length > 0) {
    throw new TakenAwayError(takenAway);
  }
  tagResources(settings.function.tags);
  const aws = clientOptionsOf(await readPlace(settings));
  const { region } = aws;
  const live = await readAliases(settings.function.name, aws);
  const served = await readServedByLast(settings.targets, live, previous, aws);
  const aliasVersions = planAliasVersions(settings, live, previous, served?.version);
  const loggingDependsOn = settings.manageApiGatewayAccount
    ? await createApiGatewayAccount(settings.function.name, aws)
    : [];
  const { name, tags } = settings.function;
  const facts = {
    stack: pulumi.getStack(),
    region,
    functionName: name,
    targets: settings.targets.map((target) => target.name),
    tags,
  };
  const own = recordResources();
  const made = await own.during(() => parts.own.createOwnResources(facts));
  const lambda = createFunction(settings.function, made);
  const api = await createApi(name, aws, lambda.arn, previous, {
    routes: parts.readRoutes(),
    stages: settingsByStage(settings.targets),
    values: { ...settings.api.values, ...made.values },
    disableExecuteApiEndpoint: settings.domain?.disableExecuteApiEndpoint ?? false,
  });
  const context = {
    lambda,
    api,
    functionSettings: settings.function,
    loggingDependsOn,
    previous,
    aliasVersions,
    served,
    engine: engineOf(settings),
  };
  const created = settings.targets.map((target, index) => {
    const { apiStage, alias, variables } = target;
    const hasStandby = hasStandbyStage(settings.targets, index);
    const outputs = createTarget(target, hasStandby, context);
    permitCalls(api, apiStage, { ...variables, LambdaAlias: alias });
    if (hasStandby) {
      const called = { ...variables, LambdaAlias: standbyAliasOf(alias) };
      permitCalls(api, standbyStageOf(apiStage), called);
    }
    return [target.name, outputs] as const;
  });
  await own.during(() =>
    parts.own.createApiResources?.({
      ...facts,
      functionArn: lambda.arn,
      restApi: api.restApi,
      stages: created.flatMap(([target, outputs]) => ownStages(target, outputs)),
      headers: readHeaders(),
    }),
  );
  const stages = created.flatMap(([, { apiStage, standbyStage }], index): StageByName[] => {
    const name = settings.targets[index]?.apiStage ?? '';
    return [
      [name, apiStage],
      [standbyStageOf(name), standbyStage],
    ];
  });
  const ways = await createDomains(settings, {
    api,
    stages: new Map(stages),
    // The embedded AWS is in no setting: the environment leads to it, as it leads the provider.
    endpoint: settings.endpoint ?? process.env.AWS_ENDPOINT_URL,
  });
  const targets = created.map(([name, outputs], index) => {
    const apiStage = settings.targets[index]?.apiStage ?? '';
    return [
      name,
      { ...outputs, ...servingBy(ways, apiStage), ...testedBy(ways, apiStage) },
    ] as const;
  });
  const { github } = settings.ci;
  const deployer =
    github &&
    (await createDeployer(
      github,
      { settings, functionArn: lambda.arn, restApiId: api.restApi.id, own: own.made() },
      aws,
    ));
  return {
    functionName: lambda.name,
    functionArn: lambda.arn,
    restApiId: api.restApi.id,
    deploymentId: api.deploymentId,
    definition: api.definition,
    ...(made.values && { values: made.values }),
    ...(deployer && { deployerRoleArn: deployer }),
    targets: Object.fromEntries(targets),
  };
}

function ownStages(
  target: string,
  { apiStage, standbyStage }: ReturnType<typeof createTarget>,
): OwnStage[] {
  return [
    { target, name: pulumi.output(apiStage), isStandby: false },
    ...(standbyStage === undefined
      ? []
      : [{ target, name: pulumi.output(standbyStage).apply(String), isStandby: true }]),
  ];
}

/** What the gates send, for `own.ts`, which makes the key that is in it. */
function readHeaders(): Record<string, pulumi.Output<string>> {
  const config = pulumi.runtime.allConfig()[`${pulumi.getProject()}:release`];
  const { success, data, error } = decryptedHeaders.safeParse(parseValue(config ?? '{}'));
  if (!success) {
    throw new SettingsError(error.issues.map((issue) => `release.${describeIssue(issue)}`));
  }
  return Object.fromEntries(
    Object.entries(data.headers).map(([header, value]) => [
      header.toLowerCase(),
      pulumi.secret(value),
    ]),
  );
}

type StageByName = readonly [string, pulumi.Input<string | undefined>];

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

/** Secrets are decrypted here, so what may be one is given to resources as `pulumi.secret` only. */
function readSettings(): StackSettings {
  const project = pulumi.getProject();
  const config = pulumi.runtime.allConfig();
  const unknown = [
    ...findUnknownKeys(Object.keys(config), project),
    ...findRefusedKeys(config, project),
  ];
  if (unknown.length > 0) {
    throw new SettingsError(unknown);
  }
  const configured = settingKeys
    .map((key) => [key, config[`${project}:${key}`]] as const)
    .flatMap(([key, text]) => (text === undefined ? [] : [[key, parseValue(text)] as const]));
  return parseSettings(Object.fromEntries(configured));
}

/** As the provider finds it. */
async function readPlace({ endpoint }: StackSettings): Promise<AwsPlace> {
  const { region: configured, signIn } = parseAwsSettings(pulumi.runtime.allConfig());
  const region = await findRegion(configured, signIn, process.env);
  if (region === undefined) {
    throw new SettingsError([missingRegion]);
  }
  return { region, signIn, endpoint };
}

/** Pulumi hands out objects as JSON, and anything else as it is written. */
function parseValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
