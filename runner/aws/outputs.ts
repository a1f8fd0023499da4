import { GetRestApiCommand, type APIGatewayClient } from '@aws-sdk/client-api-gateway';
import {
  paginateListAliases,
  type AliasConfiguration,
  type LambdaClient,
} from '@aws-sdk/client-lambda';
import { awsUrl, engineOf, engineUrl, type ApiStageOf } from '../../stack/api-url.ts';
import { standbyAliasOf, standbyStageOf } from '../../stack/names.ts';
import type { LiveOutputs } from '../../stack/outputs.ts';
import { isInSeveralRegions, type Settings } from '../../stack/stack-file.ts';
import { EnvironmentError, UsageError } from '../errors.ts';
import { advise, npmRun } from '../report/next.ts';
import { listApiStages } from './api-stage.ts';
import { unlessMissing } from './aws-errors.ts';
import { readDomains } from './domains.ts';
import type { Readers } from './last-answers.ts';
import { readPolicy, type ResourcePolicy } from './resource-policy.ts';

/** An alias that a target has, and the API stage that may call it. */
interface CalledAlias {
  readonly alias: string;
  readonly aliasArn: string;
  readonly grants: readonly Grant[];
}

/** What a resource policy allows to call an alias. */
interface Grant {
  readonly restApiId: string;
  readonly apiStage: string;
}

/**
 * Finds a stack on AWS alone, without Pulumi: the function by its name in the settings, its targets by
 * their aliases, each of which has a second one, and the API by the permissions of those, of the
 * APIs that these name the one that is called like the function.
 *
 * A target that is not in the settings any more is named as its API stage is. One that a first
 * `pulumi up` has not made whole yet is left out.
 *
 * @returns undefined when there is no such function, no API that may call it, or no target.
 * @throws {EnvironmentError} when what was found is not this stack's for certain.
 */
export async function findOutputs(
  { lambda, apiGateway }: Readers,
  settings: Settings,
): Promise<LiveOutputs | undefined> {
  const functionName = settings.program.function.name;
  const called = await readCalledAliases(lambda, settings.program);
  const [first] = called;
  if (first === undefined) {
    return undefined;
  }
  const functionArn = first.aliasArn.replace(/:[^:]+$/, '');
  verifyPlace(functionArn, settings);
  const api = await chooseApi(apiGateway, functionName, called);
  if (api === undefined) {
    return undefined;
  }
  const { restApiId, apiStages } = api;
  const [, partition = 'aws'] = functionArn.split(':');
  const { region, program } = settings;
  const engine = engineOf(program);
  const urlOf = (stage: ApiStageOf) =>
    engine ? engineUrl(stage, engine) : awsUrl(stage, region, partition);
  const isHome = region === settings.homeRegion;
  const domains = await readDomains(apiGateway, program, restApiId, { region, isHome });
  const targets = called.flatMap(({ alias, aliasArn, grants }) => {
    const configured = program.targets.find((target) => target.alias === alias);
    const stages = grants.filter((each) => each.restApiId === restApiId);
    // Somebody may let another stage call it, too, and AWS promises no order.
    const grant = stages.find((each) => each.apiStage === configured?.apiStage) ?? stages[0];
    const apiStage = grant?.apiStage ?? configured?.apiStage;
    if (apiStage === undefined || !apiStages.has(apiStage)) {
      return [];
    }
    const stage = { restApiId, apiStage };
    const second = { restApiId, apiStage: standbyStageOf(apiStage) };
    const outputs = {
      alias,
      aliasArn,
      apiStage,
      url: urlOf(stage),
      ...(apiStages.has(second.apiStage) && {
        standbyStage: second.apiStage,
        standbyUrl: urlOf(second),
      }),
      ...domains.outputsOf(apiStage),
    };
    return [[nameOf(alias, apiStage, program), outputs] as const];
  });
  return targets.length === 0
    ? undefined
    : {
        ...{ functionName, functionArn, restApiId },
        ...(isInSeveralRegions(settings) && { region }),
        targets: Object.fromEntries(targets),
      };
}

/** A target that gets another alias in the settings is still known by its API stage. */
function nameOf(alias: string, apiStage: string, { targets }: Settings['program']): string {
  const configured =
    targets.find((target) => target.alias === alias) ??
    targets.find((target) => target.apiStage === apiStage);
  const isTaken = targets.some(({ name }) => name === apiStage);
  return configured?.name ?? (isTaken ? alias : apiStage);
}

/**
 * As {@link findOutputs}, of a stack that has to be there.
 *
 * @throws {UsageError} before its first `pulumi up`.
 */
export async function requireOnAws(readers: Readers, settings: Settings): Promise<LiveOutputs> {
  const outputs = await findOutputs(readers, settings);
  if (outputs === undefined) {
    const { stack, region, program } = settings;
    throw new UsageError(
      `Stack ${stack} has nothing provisioned yet: in ${region} there is no function ${program.function.name} with an API`,
      advise(npmRun('release')),
      { resource: `stack ${stack}` },
    );
  }
  return outputs;
}

/** Who may call the aliases of the settings is asked beside which aliases there are, which saves a round trip. */
async function readCalledAliases(
  lambda: LambdaClient,
  { function: { name: functionName }, targets }: Settings['program'],
): Promise<CalledAlias[]> {
  const policyOf = (alias: string) => readPolicy(lambda, functionName, alias);
  const [aliases, ...policies] = await Promise.all([
    listAliases(lambda, functionName),
    ...targets.map(({ alias }) => policyOf(alias)),
  ]);
  const read = new Map(targets.map(({ alias }, index) => [alias, policies[index]]));
  const names = new Set(aliases.map(({ Name }) => Name));
  const first = aliases.filter(({ Name = '' }) => names.has(standbyAliasOf(Name)));
  return Promise.all(
    first.map(async ({ Name: alias = '', AliasArn: aliasArn = '' }) => ({
      alias,
      aliasArn,
      grants: grantsOf(read.get(alias) ?? (await policyOf(alias)), aliasArn),
    })),
  );
}

/** @returns none where there is no such function. */
async function listAliases(
  lambda: LambdaClient,
  functionName: string,
): Promise<AliasConfiguration[]> {
  const pages = paginateListAliases({ client: lambda }, { FunctionName: functionName });
  const readAll = async () => {
    const found: AliasConfiguration[] = [];
    for await (const { Aliases = [] } of pages) {
      found.push(...Aliases);
    }
    return found;
  };
  return (await unlessMissing(readAll())) ?? [];
}

/** What API Gateway may call an alias for, in the function's own region and account. */
function grantsOf({ Statement }: ResourcePolicy, aliasArn: string): Grant[] {
  const [, partition = '', , region = '', account = ''] = aliasArn.split(':');
  const place = `arn:${partition}:execute-api:${region}:${account}:`;
  return Statement.flatMap(({ Condition }) => {
    const source = Condition?.ArnLike?.['AWS:SourceArn'] ?? '';
    const [restApiId = '', apiStage = ''] = source.slice(place.length).split('/');
    const isOne = [restApiId, apiStage].every((part) => /^\w+$/.test(part));
    return source.startsWith(place) && isOne ? [{ restApiId, apiStage }] : [];
  });
}

/** @throws {EnvironmentError} when the function is not where the settings say. */
function verifyPlace(functionArn: string, { stack, region, allowedAccountIds }: Settings): void {
  const [, , , foundRegion = '', account = ''] = functionArn.split(':');
  const isElsewhere =
    foundRegion !== region ||
    (allowedAccountIds.length > 0 && !allowedAccountIds.includes(account));
  if (isElsewhere) {
    throw new EnvironmentError(
      `AWS answered with ${functionArn}, which is not where stack ${stack} is`,
      { text: 'look at the credentials and the endpoint, then run the command again' },
      { resource: `stack ${stack}` },
    );
  }
}

interface FoundApi {
  readonly restApiId: string;
  /** Names of its stages. */
  readonly apiStages: ReadonlySet<string>;
}

/** Of the APIs that may call the aliases, the one that is called like the function. */
async function chooseApi(
  apiGateway: APIGatewayClient,
  functionName: string,
  called: readonly CalledAlias[],
): Promise<FoundApi | undefined> {
  const ids = [
    ...new Set(called.flatMap(({ grants }) => grants.map(({ restApiId }) => restApiId))),
  ];
  const found = await Promise.all(
    ids.map(async (restApiId) => {
      const [name, apiStages] = await Promise.all([
        unlessMissing(apiGateway.send(new GetRestApiCommand({ restApiId }))).then(
          (api) => api?.name,
        ),
        unlessMissing(listApiStages(apiGateway, restApiId)),
      ]);
      return name === functionName && apiStages ? [{ restApiId, apiStages }] : [];
    }),
  );
  const [api, ...others] = found.flat();
  if (others.length > 0) {
    const named = found.flat().map(({ restApiId }) => restApiId);
    throw new EnvironmentError(
      `More than one REST API is called ${functionName} and may call its aliases: ${named.join(', ')}`,
      { text: 'take the permission of the one away that is not this stack’s' },
      { resource: `function ${functionName}` },
    );
  }
  return api;
}
