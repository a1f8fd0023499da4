import type { IntegrationResponse } from '../apigateway/state.ts';
import { templateContext } from './context.ts';
import type { EndpointResponse, RoutedExchange } from './exchange.ts';
import { configurationError } from './gateway-fault.ts';
import { isBinary } from './media-type.ts';
import { mapResponseHeaders } from './parameter-mapping.ts';
import { headerValue, templateParameters } from './parameters.ts';
import { matchesWhole } from './template/java-regex.ts';
import { renderTemplate } from './template/render.ts';
import { TemplateError } from './template/template-error.ts';
import type { ExecuteApiResponse } from './types.ts';

/** Maps what an integration answered to the method's response. */
export function mapResponse(
  exchange: RoutedExchange,
  endpoint: EndpointResponse,
): ExecuteApiResponse {
  const end = exchange.trace.begin('mapping');
  try {
    const selected = selectResponse(exchange, endpoint);
    const content = decodeContent(exchange, selected, endpoint);
    const [contentType, body] = renderBody(exchange, selected, content);
    const mapped = mapResponseHeaders(exchange, selected.responseParameters, endpoint);
    const { status, headers } = responseOverride(exchange);
    return {
      status: status ?? Number(selected.statusCode),
      headers: mergeHeaders([['Content-Type', contentType]], mapped, headers),
      body,
    };
  } catch (error) {
    if (!(error instanceof TemplateError)) {
      throw error;
    }
    throw configurationError(`Unable to transform response: ${error.message}`);
  } finally {
    end();
  }
}

/**
 * The response whose selection pattern matches the whole selector, else the one without a pattern. A
 * function that failed and matches no pattern so takes the default, which may well be a 200.
 */
function selectResponse(
  { integration }: RoutedExchange,
  { selector, status }: EndpointResponse,
): IntegrationResponse {
  const responses = Object.values(integration.integrationResponses);
  const matching = responses.find(
    ({ selectionPattern }) =>
      selector !== undefined &&
      selectionPattern !== undefined &&
      selectionPattern !== '' &&
      matchesWhole(selectionPattern, selector),
  );
  const selected = matching ?? responses.find(({ selectionPattern }) => !selectionPattern);
  if (selected === undefined) {
    throw configurationError(
      `No match for output mapping and no default output mapping configured. Endpoint Response Status Code: ${String(status)}`,
    );
  }
  return selected;
}

/** The template of a type that the client accepts, else the one for JSON, else the first. */
function renderBody(
  exchange: RoutedExchange,
  selected: IntegrationResponse,
  content: Buffer,
): readonly [contentType: string, body: Buffer] {
  const templates = selected.responseTemplates;
  const accept = headerValue(exchange.parameters.headers, 'Accept') ?? '';
  const contentType = [accept, 'application/json', ...Object.keys(templates)].find(
    (type) => templates[type] !== undefined,
  );
  const template = contentType === undefined ? undefined : templates[contentType];
  if (contentType === undefined || template === undefined || template === '') {
    return [contentType ?? 'application/json', content];
  }
  const text = renderTemplate(template, {
    body: content.toString('utf8'),
    parameters: templateParameters(exchange.parameters),
    context: templateContext(exchange.context),
    stageVariables: exchange.variables,
  });
  return [contentType, Buffer.from(text, 'utf8')];
}

/** Content handling of the response, as AWS's table of payload conversions has it. */
function decodeContent(
  { parameters, definition }: RoutedExchange,
  selected: IntegrationResponse,
  { headers, body }: EndpointResponse,
): Buffer {
  const { binaryMediaTypes } = definition;
  const contentType = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  const accepted = isBinary(headerValue(parameters.headers, 'Accept'), binaryMediaTypes);
  const handling = selected.contentHandling ?? (accepted ? 'CONVERT_TO_BINARY' : 'CONVERT_TO_TEXT');
  if (isBinary(contentType, binaryMediaTypes)) {
    return handling === 'CONVERT_TO_TEXT' ? Buffer.from(body.toString('base64'), 'utf8') : body;
  }
  if (handling === 'CONVERT_TO_TEXT') {
    return body;
  }
  return decodeBase64(body.toString('utf8'));
}

function decodeBase64(text: string): Buffer {
  if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(text)) {
    throw configurationError('Unable to base64 decode the body');
  }
  return Buffer.from(text, 'base64');
}

/** A status that is not an integer from 200 to 599 is ignored: no answer can have it. */
function responseOverride({ context }: RoutedExchange): {
  readonly status: number | undefined;
  readonly headers: [string, string][];
} {
  const { status, header } = context.responseOverride;
  const number = typeof status === 'number' || typeof status === 'string' ? Number(status) : 0;
  const valid = Number.isInteger(number) && number >= 200 && number <= 599;
  const entries = typeof header === 'object' && header !== null ? Object.entries(header) : [];
  return {
    status: valid ? number : undefined,
    headers: entries.map(([name, value]) => [name, String(value)]),
  };
}

/** Later groups replace the names of earlier ones; within a group a name can repeat. */
function mergeHeaders(...groups: readonly [string, string][][]): [string, string][] {
  return groups.reduce((merged, group) => {
    const names = new Set(group.map(([name]) => name.toLowerCase()));
    return [...merged.filter(([name]) => !names.has(name.toLowerCase())), ...group];
  }, []);
}
