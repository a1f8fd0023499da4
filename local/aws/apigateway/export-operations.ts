import type { RestOperation, RestRequest, RestResponse } from '../operation.ts';
import type { Region } from '../region.ts';
import { notImplemented } from '../not-implemented.ts';
import { badRequest } from './errors.ts';
import { requireApi, requireStage } from './lookup.ts';
import { objectAt, textAt } from './openapi/json.ts';
import { exportOpenApi } from './openapi/export.ts';
import { toSwagger } from './openapi/swagger-export.ts';
import { writeDocument } from './openapi/write.ts';
import { label, operation } from '../rest/operation.ts';
import type { Deployment, RestApi, Stage } from './state.ts';

const path = '/restapis/{restApiId}/stages/{stageName}/exports/{exportType}';
const extensionNames = ['integrations', 'apigateway', 'authorizers'];

/** What a stage serves, as a document: its deployment's snapshot, not the API as edited since. */
export const exportOperations: readonly RestOperation[] = [
  operation('GetExport', `GET ${path}`, getExport),
];

async function getExport(request: RestRequest, region: Region): Promise<RestResponse> {
  const api = requireApi(request, region);
  const stage = requireStage(request, api);
  const exportType = typeOf(request);
  const format = formatOf(request);
  const document = build(exportType, request, { api, stage, region });
  const version = textAt(objectAt(document, 'info'), 'version') ?? '';
  return {
    headers: {
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="${exportType}_${version}.${format}"`,
    },
    body: Buffer.from(await writeDocument(document, format)),
  };
}

interface Exported {
  readonly api: RestApi;
  readonly stage: Stage;
  readonly region: Region;
}

function build(
  exportType: 'oas30' | 'swagger',
  request: RestRequest,
  { api, stage, region }: Exported,
): Readonly<Record<string, unknown>> {
  const deployment = requireDeployment(api, stage);
  const extensions = extensionsOf(request);
  const url = `${region.endpoint}/_aws/execute-api/${api.id}`;
  const document = exportOpenApi(deployment.definition, {
    apiId: api.id,
    integrations: extensions.includes('integrations') || extensions.includes('apigateway'),
    authorizers: extensions.includes('authorizers') || extensions.includes('apigateway'),
    extensions: extensions.includes('apigateway'),
    server: { url, basePath: stage.stageName },
    version: new Date(deployment.createdDate * 1000).toISOString().replace(/\.\d+Z$/, 'Z'),
  });
  if (exportType === 'oas30') {
    return document;
  }
  const { host, pathname, protocol } = new URL(`${url}/${stage.stageName}`);
  const server = { host, basePath: pathname, scheme: protocol.replace(':', '') };
  return toSwagger(document, server, deployment.definition);
}

function requireDeployment(api: RestApi, { deploymentId }: Stage): Deployment {
  const deployment = api.deployments[deploymentId];
  if (deployment === undefined) {
    throw new Error(`The stage's deployment ${deploymentId} is not in the state.`);
  }
  return deployment;
}

function typeOf(request: RestRequest): 'oas30' | 'swagger' {
  const type = label(request, 'exportType');
  if (type !== 'oas30' && type !== 'swagger') {
    throw badRequest(`No API exporter for type '${type}'`);
  }
  return type;
}

function formatOf(request: RestRequest): 'json' | 'yaml' {
  const accept = request.headers.accept ?? 'application/json';
  if (accept === 'application/yaml' || accept === 'application/json' || accept === '*/*') {
    return accept === 'application/yaml' ? 'yaml' : 'json';
  }
  throw badRequest(`Unsupported media type '${accept}'. Use application/json or application/yaml`);
}

/** `extensions=integrations,authorizers`: without it an export is plain OpenAPI. */
function extensionsOf(request: RestRequest): readonly string[] {
  const names = request.query
    .getAll('extensions')
    .flatMap((value) => value.split(','))
    .map((name) => name.trim());
  const unknown = names.find((name) => !extensionNames.includes(name));
  if (unknown !== undefined) {
    throw unknown === 'postman'
      ? notImplemented('An export for Postman')
      : badRequest(`Invalid export extension '${unknown}'`);
  }
  return names;
}
