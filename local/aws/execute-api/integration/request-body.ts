import type { RoutedExchange } from '../exchange.ts';
import { templateContext } from '../context.ts';
import { configurationError, GatewayFault } from '../gateway-fault.ts';
import { isBinary, mediaType } from '../media-type.ts';
import { headerValue, templateParameters } from '../parameters.ts';
import { renderTemplate } from '../template/render.ts';
import { TemplateError } from '../template/template-error.ts';

/**
 * The body for the integration: the request template of the request's content type, or the body as it
 * is where passthrough allows that.
 * @throws {GatewayFault} 415 where it does not
 */
export function buildRequestBody(exchange: RoutedExchange): Buffer {
  const { trace } = exchange;
  return (trace.toIntegration = trace.measure('mapping', () => mapBody(exchange)));
}

function mapBody(exchange: RoutedExchange): Buffer {
  const { request, integration, parameters } = exchange;
  const body = decodeContent(exchange);
  const template = selectTemplate(exchange);
  if (template === undefined) {
    return body;
  }
  try {
    const text = renderTemplate(template, {
      body: body.toString('utf8'),
      parameters: templateParameters(parameters),
      context: templateContext(exchange.context),
      stageVariables: exchange.variables,
    });
    return Buffer.from(text, 'utf8');
  } catch (error) {
    if (!(error instanceof TemplateError)) {
      throw error;
    }
    if (error.invalidJson && request.body.length > 0) {
      throw new GatewayFault('DEFAULT_4XX', {
        message: 'Invalid JSON in request body',
        reason: `Unable to transform request: ${error.message}`,
      });
    }
    throw configurationError(
      `Unable to transform request for ${integration.type} integration: ${error.message}`,
    );
  }
}

/** Undefined: the body passes through. */
function selectTemplate({ integration, parameters }: RoutedExchange): string | undefined {
  const templates = integration.requestTemplates;
  const contentType = mediaType(headerValue(parameters.headers, 'Content-Type'));
  const match = Object.keys(templates).find((type) => mediaType(type) === contentType);
  if (match !== undefined) {
    return templates[match];
  }
  const passes =
    integration.passthroughBehavior === 'WHEN_NO_MATCH' ||
    (integration.passthroughBehavior === 'WHEN_NO_TEMPLATES' &&
      Object.keys(templates).length === 0);
  if (!passes) {
    throw new GatewayFault('UNSUPPORTED_MEDIA_TYPE');
  }
  return undefined;
}

/** Content handling of the request, as AWS's table of payload conversions has it. */
function decodeContent({ integration, request, parameters, definition }: RoutedExchange): Buffer {
  const contentType = headerValue(parameters.headers, 'Content-Type');
  const binary = isBinary(contentType, definition.binaryMediaTypes);
  if (binary && integration.contentHandling === 'CONVERT_TO_TEXT') {
    return Buffer.from(request.body.toString('base64'), 'utf8');
  }
  if (!binary && integration.contentHandling === 'CONVERT_TO_BINARY') {
    return Buffer.from(request.body.toString('utf8'), 'base64');
  }
  return request.body;
}
