import type { RestOperation, RestRequest } from '../operation.ts';
import type { Region } from '../region.ts';
import { badRequest } from './errors.ts';
import { newId } from './ids.ts';
import { requireApi } from './lookup.ts';
import { parseText } from './openapi/document.ts';
import { importOpenApi } from './openapi/import.ts';
import type { Imported } from './openapi/import.ts';
import { operation } from '../rest/operation.ts';
import { booleanQuery } from './request.ts';
import { newRestApi, verifyEndpointType } from './rest-api-rules.ts';
import type { RestApi } from './state.ts';
import { restApiView, taggedRestApiView } from './views.ts';

type Mode = 'merge' | 'overwrite';

/** REST APIs from an OpenAPI or Swagger body. */
export const importOperations: readonly RestOperation[] = [
  operation('ImportRestApi', 'POST /restapis?mode=import', async (request, region) => {
    const type = request.query.get('endpointConfigurationTypes') ?? 'EDGE';
    verifyEndpointType(type);
    const document = await parseText(request.body.toString('utf8'));
    const api = newRestApi('', { types: [type] }, region.now());
    const warnings = applyImport(request, document, api, 'overwrite');
    region.state.apigateway.restApis[api.id] = api;
    return { status: 201, body: restApiView(api, warnings) };
  }),
  operation('PutRestApi', 'PUT /restapis/{restApiId}', async (request, region: Region) => {
    // What cannot be read is told before the API is looked up.
    const document = await parseText(request.body.toString('utf8'));
    const api = requireApi(request, region);
    const warnings = applyImport(request, document, api, modeOf(request));
    return { body: taggedRestApiView(api, warnings) };
  }),
];

function modeOf(request: RestRequest): Mode {
  const mode = request.query.get('mode') ?? 'merge';
  if (mode !== 'merge' && mode !== 'overwrite') {
    throw badRequest(`Invalid mode specified: ${mode}. Must be one of: [merge, overwrite]`);
  }
  return mode;
}

/** Imports the request's body into an API, wholly or not at all. */
function applyImport(
  request: RestRequest,
  document: unknown,
  api: RestApi,
  mode: Mode,
): readonly string[] {
  const basePath = request.query.get('basepath') ?? 'ignore';
  if (basePath !== 'ignore' && basePath !== 'prepend' && basePath !== 'split') {
    throw badRequest(
      `Invalid basepath specified: ${basePath}. Must be one of: [ignore, prepend, split]`,
    );
  }
  const imported = importOpenApi({
    document,
    mode,
    basePath,
    failOnWarnings: booleanQuery(request, 'failonwarnings'),
    apiId: api.id,
    previous: api.definition,
    newId,
  });
  takeOver(api, imported);
  return imported.warnings;
}

/** The members of the API itself that a body sets, as on AWS also its name. */
function takeOver(api: RestApi, { definition }: Imported): void {
  api.definition = definition;
  api.name = definition.info.title;
  api.binaryMediaTypes = [...definition.binaryMediaTypes];
  const { description } = definition.info;
  if (description !== undefined) {
    api.description = description;
  }
  if (definition.policy === undefined) {
    delete api.policy;
  } else {
    api.policy = definition.policy;
  }
}
