import { createHash } from 'node:crypto';
import { GetRestApiCommand, GetStagesCommand, type Stage } from '@aws-sdk/client-api-gateway';
import { z } from 'zod';
import { awsUrl, engineOf, engineUrl } from '../../stack/api-url.ts';
import { hasStandbyStage } from '../../stack/api-tier.ts';
import { provisionedAlias, standbyAliasOf, standbyStageOf } from '../../stack/names.ts';
import type { RegionOutputs } from '../../stack/outputs.ts';
import { programTag } from '../../stack/program-fingerprint.ts';
import type { Settings } from '../../stack/stack-file.ts';
import { carries } from '../../stack/stack-tag.ts';
import { createAlias, findAlias, updateAlias } from './alias.ts';
import { isPreconditionFailure, unlessMissing } from './aws-errors.ts';
import type { Clients } from './clients.ts';
import { readDomains, type Domains } from './domains.ts';
import { isPublished } from './code-change.ts';
import { deploymentExists } from './deployment.ts';
import { canonicalText, findVersion, isSameConfiguration } from './function.ts';
import { readPolicy, type ResourcePolicy } from './resource-policy.ts';
import { describeVersion } from './versions.ts';

/** What `pulumi up` made last, as the runner found it: the description of the alias `PROVISIONED`. */
const recorded = z.object({
  /** Of the program and settings, see `stack/program-fingerprint.ts`. */
  program: z.string(),
  api: z.string(),
  /** The deployment that holds the API definition of that program. */
  deployment: z.string(),
  /** Hash of what AWS had then of stages and permissions. */
  live: z.string(),
  at: z.iso.datetime(),
});

type Recorded = z.infer<typeof recorded>;

/** What nobody looks at here, as roles and log groups, Pulumi looks at again after a day. */
const refreshDueMs = 24 * 3_600_000;

/** A stack that `pulumi up` has nothing to do for. */
export interface UnchangedStack {
  readonly outputs: RegionOutputs;
  /** When Pulumi last looked at it. */
  readonly since: Date;
}

/** What a stack's last `pulumi up` made, as AWS tells it. */
export interface ProvisionRecord {
  /**
   * @param atAnyAge also where Pulumi is due to look again, which it cannot while a region is skipped.
   * @returns undefined where anything changed since, or it is not known.
   */
  findUnchanged(atAnyAge?: boolean): Promise<UnchangedStack | undefined>;
  /** Writes down what Pulumi has looked at now. */
  write(outputs: RegionOutputs): Promise<void>;
}

type Place = Pick<Settings, 'program' | 'region' | 'homeRegion'>;
type Callers = Pick<Clients, 'lambda' | 'apiGateway'>;

/** @param fingerprint of program and settings, as they are now. */
export function openProvisionRecord(
  clients: Callers,
  place: Place,
  fingerprint: () => string,
): ProvisionRecord {
  return {
    findUnchanged: (atAnyAge = false) => findUnchanged(clients, place, fingerprint(), atAnyAge),
    write: (outputs) => recordProvisioned(clients, place, outputs, fingerprint()),
  };
}

/**
 * Finds out from AWS alone that the program and its settings are the ones that were provisioned last, by
 * a release or by hand, and that nobody changed since what they made: configuration of the function,
 * what it owns of the API stages, permissions.
 *
 * @param fingerprint of the program now.
 * @returns undefined where any of it is not so, or is not known.
 */
async function findUnchanged(
  clients: Callers,
  place: Place,
  fingerprint: string,
  atAnyAge: boolean,
): Promise<UnchangedStack | undefined> {
  const { program, region } = place;
  const { lambda } = clients;
  const { name } = program.function;
  const [alias, latest, first] = await Promise.all([
    findAlias(lambda, name, provisionedAlias),
    findVersion(lambda, name, '$LATEST'),
    findAlias(lambda, name, program.targets[0]?.alias ?? ''),
  ]);
  const record = parseRecord(alias?.description);
  if (record?.program !== fingerprint || latest?.FunctionArn === undefined) {
    return undefined;
  }
  if (first === undefined || !isPublished(first.version)) {
    return undefined;
  }
  const since = new Date(record.at);
  const age = Date.now() - since.getTime();
  const isDue = age < 0 || age > refreshDueMs;
  if (isDue && !atAnyAge) {
    return undefined;
  }
  const [live, version, isDeployed] = await Promise.all([
    readLive(clients, place, record.api, fingerprint),
    describeVersion(lambda, name, first.version),
    // Whoever compares it with what is served asks for it next, and finds it known.
    deploymentExists(clients.apiGateway, record.api, record.deployment),
  ]);
  if (live?.hash !== record.live || !isDeployed || !isSameConfiguration(latest, version)) {
    return undefined;
  }
  const functionArn = latest.FunctionArn.replace(/:\$LATEST$/, '');
  const [, partition = 'aws'] = functionArn.split(':');
  const engine = engineOf(program);
  const urlOf = (apiStage: string) => {
    const stage = { restApiId: record.api, apiStage };
    return engine ? engineUrl(stage, engine) : awsUrl(stage, region, partition);
  };
  const targets = program.targets.map(({ name: target, alias, apiStage }, index) => {
    const standbyStage = standbyStageOf(apiStage);
    const made = { alias, aliasArn: `${functionArn}:${alias}`, apiStage, url: urlOf(apiStage) };
    const standby = { standbyStage, standbyUrl: urlOf(standbyStage) };
    const isBoth = hasStandbyStage(program.targets, index);
    const called = { ...made, ...(isBoth && standby), ...live.domains.outputsOf(apiStage) };
    return [target, called] as const;
  });
  return {
    outputs: {
      functionName: name,
      functionArn,
      restApiId: record.api,
      deploymentId: record.deployment,
      targets: Object.fromEntries(targets),
    },
    since,
  };
}

/**
 * Writes down what was provisioned, for {@link findUnchanged}. When somebody else writes it at the same
 * time, theirs stays; without it the next release asks Pulumi.
 *
 * @param fingerprint of the program that Pulumi ran.
 */
async function recordProvisioned(
  clients: Callers,
  place: Place,
  { functionName, restApiId, deploymentId }: RegionOutputs,
  fingerprint: string,
): Promise<void> {
  const { lambda } = clients;
  const [before, live] = await Promise.all([
    findAlias(lambda, functionName, provisionedAlias),
    readLive(clients, place, restApiId, fingerprint),
  ]);
  if (live === undefined) {
    return;
  }
  const record: Recorded = {
    program: fingerprint,
    api: restApiId,
    deployment: deploymentId,
    live: live.hash,
    at: new Date().toISOString(),
  };
  const change = { version: '$LATEST', description: JSON.stringify(record) };
  try {
    await (before === undefined
      ? createAlias(lambda, functionName, provisionedAlias, change)
      : updateAlias(lambda, before, change));
  } catch (error) {
    if (!isPreconditionFailure(error)) {
      throw error;
    }
  }
}

function parseRecord(description: string | undefined): Recorded | undefined {
  try {
    return recorded.safeParse(JSON.parse(description ?? '')).data;
  } catch {
    return undefined;
  }
}

/** What AWS has of what a stack was provisioned with. */
interface Live {
  /** Of stages, permissions and domains, but for what the runner changes. */
  readonly hash: string;
  readonly domains: Domains;
}

/** @returns undefined where the API is gone, or was provisioned by another program. */
async function readLive(
  { lambda, apiGateway }: Callers,
  { program, region, homeRegion }: Place,
  restApiId: string,
  fingerprint: string,
): Promise<Live | undefined> {
  const { name } = program.function;
  const { targets } = program;
  const aliases = targets.flatMap(({ alias }) => [alias, standbyAliasOf(alias)]);
  const [api, staged, domains, ...policies] = await Promise.all([
    unlessMissing(apiGateway.send(new GetRestApiCommand({ restApiId }))),
    unlessMissing(apiGateway.send(new GetStagesCommand({ restApiId }))),
    readDomains(apiGateway, program, restApiId, { region, isHome: region === homeRegion }),
    ...aliases.map((alias) => readPolicy(lambda, name, alias)),
  ]);
  if (staged === undefined || !carries(api?.tags, programTag(fingerprint))) {
    return undefined;
  }
  const find = (apiStage: string) => staged.item?.find(({ stageName }) => stageName === apiStage);
  const standbys = targets.filter((_, index) => hasStandbyStage(targets, index));
  const stages = [
    ...targets.map(({ apiStage }) => apiStage),
    ...standbys.map(({ apiStage }) => standbyStageOf(apiStage)),
  ].map((apiStage) => settingsOf(find(apiStage)));
  const hash = createHash('sha256')
    .update(canonicalText([stages, policies.map(statementsOf), domains.live]))
    .digest('hex')
    .slice(0, 16);
  return { hash, domains };
}

/** In one order: AWS promises none. */
function statementsOf({ Statement }: ResourcePolicy): readonly string[] {
  return Statement.map(canonicalText).sort();
}

/** Of a stage what `pulumi up` sets: not what the runner does with a promotion, nor what a clock changes. */
function settingsOf(stage: Stage | undefined) {
  if (stage === undefined) {
    return undefined;
  }
  const { methodSettings, accessLogSettings, tracingEnabled, webAclArn } = stage;
  const { cacheClusterEnabled, cacheClusterSize, clientCertificateId, tags } = stage;
  const { '*/*': _, ...ofMethods } = methodSettings ?? {};
  return {
    ...{ ofMethods, accessLogSettings, tracingEnabled, webAclArn },
    ...{ cacheClusterEnabled, cacheClusterSize, clientCertificateId, tags },
  };
}
