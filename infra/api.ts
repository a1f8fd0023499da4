import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import {
  APIGatewayClient,
  NotFoundException,
  paginateGetDeployments,
} from '@aws-sdk/client-api-gateway';
import * as pulumi from '@pulumi/pulumi';
import { Deployment } from '@pulumi/aws/apigateway/deployment.js';
import { RestApi } from '@pulumi/aws/apigateway/restApi.js';
import type { ClientOptions } from '../stack/sign-in/resolve-credentials.ts';
import { stackTags } from './stack-tags.ts';
import { fingerprintProgram, programTag } from '../stack/program-fingerprint.ts';
import { toTags } from '../stack/stack-tag.ts';
import { givenValues } from '../stack/api-settings.ts';
import { formatDeploymentRecord, parseDeploymentRecord } from '../stack/deployment-record.ts';
import { compareStageSettings, type SettingsByStage } from '../stack/stage-settings.ts';
import { allValues, buildApiBody, hashApiBody } from './api-definition.ts';
import { fillValues, verifyValues, type ApiValue } from './api-values.ts';
import type { Place } from './place.ts';
import type { Routes } from './routes.ts';
import type { OtherCall } from './route-rules.ts';

/** By the name that `openapi.yaml` calls them. */
export type ApiValues = Readonly<Record<string, pulumi.Input<ApiValue>>>;

export interface ApiOptions {
  readonly routes: Routes;
  /** The settings of the API stages, which go with a deployment. */
  readonly stages?: SettingsByStage;
  /** For `openapi.yaml`, besides those that every stack has. */
  readonly values?: ApiValues;
  /** Whether its stages are called by domains alone. */
  readonly disableExecuteApiEndpoint?: boolean;
}

export interface Api {
  readonly restApi: RestApi;
  /** Newest deployment; stages that are made now begin with it. */
  readonly deployment: Deployment;
  /** Of the deployment that holds the API definition as it is in `openapi.yaml` now, for these settings. */
  readonly deploymentId: pulumi.Input<string>;
  /** What the newest deployment was made for (`stack/deployment-record.ts`). */
  readonly definition: pulumi.Input<string>;
  /** How routes and authorizers call other functions, the values of their uris filled in. */
  readonly otherCalls: readonly MadeCall[];
}

export interface MadeCall extends Pick<OtherCall, 'caller'> {
  /** The same while `openapi.yaml` says the same. */
  readonly id: string;
  readonly uri: pulumi.Output<string>;
}

/**
 * The REST API in one region, and one deployment for each API definition and the settings of the API stages that go with it
 * (trap D17, docs/decisions/0009-stage-settings-go-with-a-deployment.md). A deployment is kept when a new one
 * replaces it: stages that were not promoted yet still serve it, and a rollback needs it. What comes back finds
 * the deployment that it had, by its description; the newest one then stays as it is.
 *
 * @throws {RoutesError} when `openapi.yaml` asks for a value that there is none of.
 */
export async function createApi(
  name: string,
  { region, aws, called, located, previous }: Place,
  functionArn: pulumi.Output<string>,
  { routes, values = {}, stages = {}, disableExecuteApiEndpoint = false }: ApiOptions,
): Promise<Api> {
  verifyValues(routes, [...givenValues, ...Object.keys(values)]);
  const stack = pulumi.getStack();
  const build = (arn: string, filled: Readonly<Record<string, ApiValue>>) =>
    buildApiBody(routes.document, { name, region, functionArn: arn, stack, values: filled });
  // API Gateway closes its own endpoint with the next deployment.
  const hash = (text: string) =>
    hashApiBody(disableExecuteApiEndpoint ? `${text}\nclosed but for domains` : text);
  const body = pulumi
    .all([functionArn, pulumi.output(values)])
    .apply(([arn, filled]) => build(arn, filled));
  const restApi = new RestApi(
    called('api'),
    {
      ...located,
      name,
      body,
      endpointConfiguration: { types: 'REGIONAL' },
      // Left out, API Gateway would keep what was said before.
      disableExecuteApiEndpoint,
      tags: { ...stackTags(), ...toTags(programTag(fingerprintProgram(root, stack))) },
    },
    { protect: true },
  );
  const made = previous ? await readDeployments(aws, previous.restApiId) : [];
  const known = pulumi.output(values).apply((filled) => {
    const definition = previous && hash(build(previous.functionArn, filled));
    const fitting = made.filter(({ description }) => isFor(description, definition, stages));
    return (fitting.find(({ id }) => id === previous?.deploymentId) ?? fitting.at(0))?.id;
  });
  const newest = newestOf(made).find((description) => description === previous?.definition);
  // The newest one stays only while it is: made again now, it would hold another definition. After a run that failed
  // or was killed it is not, as that made one which the outputs do not tell of.
  const definition = known.apply((id) =>
    id !== undefined && newest !== undefined
      ? pulumi.output(newest)
      : body.apply((text) => formatDeploymentRecord({ definition: hash(text), stages })),
  );
  const deployment = new Deployment(
    called('deployment'),
    {
      ...located,
      restApi: restApi.id,
      triggers: { apiDefinition: definition },
      description: definition,
    },
    { retainOnDelete: true, dependsOn: [restApi] },
  );
  const deploymentId = known.apply((id) => (id === undefined ? deployment.id : pulumi.output(id)));
  const otherCalls = routes.otherCalls.map(({ caller, uri }) => ({
    caller,
    id: createHash('sha256').update(uri).digest('hex').slice(0, 8),
    uri: pulumi.all([functionArn, pulumi.output(values)]).apply(([arn, filled]) => {
      const known = allValues({ region, functionArn: arn, stack, values: filled });
      return String(fillValues(uri, known));
    }),
  }));
  return { restApi, deployment, deploymentId, definition, otherCalls };
}

const root = dirname(import.meta.dirname);

interface MadeDeployment {
  readonly id: string;
  readonly description: string;
  readonly createdAt: number;
}

/** Descriptions of the newest, of which there are several where they were made in the same second. */
function newestOf(made: readonly MadeDeployment[]): string[] {
  const last = Math.max(...made.map(({ createdAt }) => createdAt));
  return made.filter(({ createdAt }) => createdAt === last).map(({ description }) => description);
}

/** Whether a deployment was made for this API definition, and for these settings among others. */
function isFor(
  description: string,
  definition: string | undefined,
  stages: SettingsByStage,
): boolean {
  const record = parseDeploymentRecord(description);
  return (
    record !== undefined &&
    record.definition === definition &&
    Object.entries(stages).every(([name, wanted]) => {
      const recorded = record.stages[name];
      return recorded !== undefined && compareStageSettings(recorded, wanted).length === 0;
    })
  );
}

/** @returns those of this program, none where the API is gone. */
async function readDeployments(
  aws: ClientOptions,
  restApiId: string,
): Promise<readonly MadeDeployment[]> {
  const client = new APIGatewayClient(aws);
  const found: MadeDeployment[] = [];
  try {
    const pages = paginateGetDeployments({ client }, { restApiId, limit: 500 });
    for await (const { items = [] } of pages) {
      for (const { id, description = '', createdDate } of items) {
        if (id !== undefined && parseDeploymentRecord(description) !== undefined) {
          found.push({ id, description, createdAt: createdDate?.getTime() ?? 0 });
        }
      }
    }
    return found;
  } catch (error) {
    if (error instanceof NotFoundException) {
      return found;
    }
    throw error;
  } finally {
    client.destroy();
  }
}
