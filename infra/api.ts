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
import type { StackOutputs } from '../stack/outputs.ts';
import { stackTags } from './stack-tags.ts';
import { fingerprintProgram, programTag } from '../stack/program-fingerprint.ts';
import { toTags } from '../stack/stack-tag.ts';
import { givenValues } from '../stack/api-settings.ts';
import { allValues, buildApiBody, hashApiBody } from './api-definition.ts';
import { fillValues, verifyValues, type ApiValue } from './api-values.ts';
import { listOtherFunctions } from './route-rules.ts';
import type { Routes } from './routes.ts';

/** By the name that `openapi.yaml` calls them. */
export type ApiValues = Readonly<Record<string, pulumi.Input<ApiValue>>>;

export interface ApiOptions {
  readonly routes: Routes;
  /** For `openapi.yaml`, besides those that every stack has. */
  readonly values?: ApiValues;
  /** Of another engine than AWS. */
  readonly endpoint?: string | undefined;
}

export interface Api {
  readonly restApi: RestApi;
  /** Newest deployment; stages that are made now begin with it. */
  readonly deployment: Deployment;
  /** Of the deployment that holds the API definition as it is in `openapi.yaml` now. */
  readonly deploymentId: pulumi.Input<string>;
  /** Hash of the API definition that the newest deployment holds. */
  readonly definition: pulumi.Input<string>;
  /** The uris by which routes call other functions, their values filled in. */
  readonly otherFunctions: readonly OtherFunction[];
}

export interface OtherFunction {
  /** The same while `openapi.yaml` says the same. */
  readonly id: string;
  readonly uri: pulumi.Output<string>;
}

/**
 * The REST API and one deployment for each API definition (trap D17). A deployment is kept when a
 * new one replaces it: stages that were not promoted yet still serve it, and a rollback needs it. A
 * definition that comes back finds the deployment that it had, by the hash in its description; the
 * newest one then stays as it is.
 *
 * @param previous what the stack had before.
 * @throws {RoutesError} when `openapi.yaml` asks for a value that there is none of.
 */
export async function createApi(
  name: string,
  region: string,
  functionArn: pulumi.Output<string>,
  previous: StackOutputs | undefined,
  { routes, values = {}, endpoint }: ApiOptions,
): Promise<Api> {
  verifyValues(routes, [...givenValues, ...Object.keys(values)]);
  const stack = pulumi.getStack();
  const build = (arn: string, filled: Readonly<Record<string, ApiValue>>) =>
    buildApiBody(routes.document, { name, region, functionArn: arn, stack, values: filled });
  const body = pulumi
    .all([functionArn, pulumi.output(values)])
    .apply(([arn, filled]) => build(arn, filled));
  const restApi = new RestApi(
    'api',
    {
      name,
      body,
      endpointConfiguration: { types: 'REGIONAL' },
      tags: { ...stackTags(), ...toTags(programTag(fingerprintProgram(root, stack))) },
    },
    { protect: true },
  );
  const hash = body.apply(hashApiBody);
  const made = previous
    ? await readDefinitions(region, previous.restApiId, endpoint)
    : new Map<string, string>();
  const known = pulumi
    .output(values)
    .apply((filled) => previous && made.get(hashApiBody(build(previous.functionArn, filled))));
  const newest = previous?.definition;
  // The newest one stays only while it is there: made again now, it would hold another definition.
  const definition = known.apply((id) =>
    id !== undefined && newest !== undefined && made.has(newest) ? pulumi.output(newest) : hash,
  );
  const deployment = new Deployment(
    'deployment',
    {
      restApi: restApi.id,
      triggers: { apiDefinition: definition },
      description: pulumi.interpolate`${descriptionPrefix}${definition}`,
    },
    { retainOnDelete: true, dependsOn: [restApi] },
  );
  const deploymentId = known.apply((id) => (id === undefined ? deployment.id : pulumi.output(id)));
  const otherFunctions = listOtherFunctions(routes.document).map((uri) => ({
    id: createHash('sha256').update(uri).digest('hex').slice(0, 8),
    uri: pulumi.all([functionArn, pulumi.output(values)]).apply(([arn, filled]) => {
      const known = allValues({ region, functionArn: arn, stack, values: filled });
      return String(fillValues(uri, known));
    }),
  }));
  return { restApi, deployment, deploymentId, definition, otherFunctions };
}

const root = dirname(import.meta.dirname);

const descriptionPrefix = 'API definition sha256 ';

/**
 * The deployments of an API by the hash of the definition that they were made for.
 *
 * @returns none where the API is gone.
 */
async function readDefinitions(
  region: string,
  restApiId: string,
  endpoint: string | undefined,
): Promise<Map<string, string>> {
  const client = new APIGatewayClient({ region, ...(endpoint !== undefined && { endpoint }) });
  const found = new Map<string, string>();
  try {
    const pages = paginateGetDeployments({ client }, { restApiId, limit: 500 });
    for await (const { items = [] } of pages) {
      for (const { id, description } of items) {
        if (id !== undefined && description?.startsWith(descriptionPrefix) === true) {
          found.set(description.slice(descriptionPrefix.length), id);
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
