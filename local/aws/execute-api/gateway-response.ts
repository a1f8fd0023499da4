import { byName } from '../by-name.ts';
import type { GatewayResponse } from '../apigateway/state.ts';
import { contextVariable } from './context.ts';
import type { Exchange } from './exchange.ts';
import type { GatewayFault } from './gateway-fault.ts';
import { commonSource, methodRequestValue } from './parameter-mapping.ts';
import { headerValue } from './parameters.ts';
import type { ExecuteApiResponse } from './types.ts';

/**
 * Answers a fault as the deployment's gateway responses say: the fault's own type, else
 * `DEFAULT_4XX` or `DEFAULT_5XX`, else AWS's default.
 */
export function answerFault(exchange: Exchange, fault: GatewayFault): ExecuteApiResponse {
  exchange.context.error = {
    message: fault.text ?? 'null',
    messageString: JSON.stringify(fault.text),
    responseType: fault.type,
    validationErrorString: fault.type.startsWith('BAD_REQUEST') ? fault.problems : '',
  };
  const custom = customResponse(exchange, fault);
  const [contentType, body] = renderBody(exchange, custom, fault);
  const headers: [string, string][] = [
    ['x-amzn-ErrorType', fault.errorType],
    ['Content-Type', contentType],
  ];
  for (const [target, source] of Object.entries(custom?.responseParameters ?? {})) {
    const name = /^gatewayresponse\.header\.(.+)$/.exec(target)?.[1];
    const value = commonSource(exchange, source) ?? methodRequestValue(exchange.parameters, source);
    if (name !== undefined && value !== undefined) {
      headers.push([name, value]);
    }
  }
  const status = Number(custom?.statusCode ?? fault.status);
  return { status: status < 200 ? fault.status : status, headers, body: Buffer.from(body, 'utf8') };
}

function customResponse(exchange: Exchange, fault: GatewayFault): GatewayResponse | undefined {
  const { gatewayResponses } = exchange.definition;
  const fallback = fault.status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX';
  return gatewayResponses[fault.type] ?? gatewayResponses[fallback];
}

/** The template of a type that the client accepts, else the one for JSON, else the first. */
function renderBody(
  exchange: Exchange,
  custom: GatewayResponse | undefined,
  fault: GatewayFault,
): readonly [contentType: string, body: string] {
  const templates = custom?.responseTemplates ?? byName<string>();
  const accept = headerValue(exchange.parameters.headers, 'Accept') ?? '';
  const contentType = [accept, 'application/json', ...Object.keys(templates)].find(
    (type) => templates[type] !== undefined,
  );
  const template = contentType === undefined ? undefined : templates[contentType];
  if (contentType === undefined || template === undefined) {
    return ['application/json', defaultBody(fault)];
  }
  return [contentType, substitute(exchange, template)];
}

/** AWS writes a space after the colon in some of its answers. */
export function defaultBody({ status, text, member }: GatewayFault): string {
  const space = (status >= 500 && text !== null) || status === 400 ? ' ' : '';
  return `{"${member}":${space}${JSON.stringify(text)}}`;
}

/** Gateway responses know no Velocity: variables are put in as text, unknown ones as nothing. */
function substitute(exchange: Exchange, template: string): string {
  return template.replace(
    /\$(context|stageVariables|method\.request)\.([A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*)|\$\{(context|stageVariables|method\.request)\.([\w.-]+)\}/g,
    (_, bare?: string, barePath?: string, braced?: string, bracedPath?: string) =>
      variable(exchange, bare ?? braced ?? '', barePath ?? bracedPath ?? ''),
  );
}

function variable(exchange: Exchange, root: string, path: string): string {
  if (root === 'context') {
    return contextVariable(exchange.context, path) ?? '';
  }
  if (root === 'stageVariables') {
    return exchange.variables[path] ?? '';
  }
  return methodRequestValue(exchange.parameters, `method.request.${path}`) ?? '';
}
