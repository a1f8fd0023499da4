import type { RoutedExchange } from '../exchange.ts';
import type { Region } from '../../region.ts';
import { configurationError, NotImplemented } from '../gateway-fault.ts';

export interface LambdaTarget {
  readonly functionName: string;
  readonly qualifier?: string;
  /** The URI with all variables put in. */
  readonly uri: string;
}

const uriPattern =
  /^arn:aws[\w-]*:apigateway:[\w-]+:lambda:path\/+2015-03-31\/functions\/(.*)\/invocations$/;
const functionArnPattern =
  /^arn:aws[\w-]*:lambda:([\w-]+):(\d{12}):function:([\w-]{1,64})(?::(\$LATEST|[\w-]{1,128}))?$/;

/**
 * Finds the function that an integration calls. A stage variable that the stage does not have is put
 * in as nothing, which leaves an invalid ARN: an error only a request shows (trap D19).
 * @param path values of `integration.request.path.X`, for `{X}` in the URI
 */
export function resolveLambda(
  exchange: RoutedExchange,
  path: Readonly<Record<string, string>>,
): LambdaTarget {
  return parseLambdaUri(substituteUri(exchange, path), exchange.region);
}

/**
 * The function that a URI without variables names.
 *
 * @throws {GatewayFault} 500 for one that names none
 * @throws {NotImplemented} for another service, region or account
 */
export function parseLambdaUri(uri: string, here: Region): LambdaTarget {
  const functionArn = uriPattern.exec(uri)?.[1];
  if (functionArn === undefined) {
    if (uri.includes(':lambda:path/')) {
      throw configurationError('Invalid endpoint address');
    }
    throw new NotImplemented(`an integration with ${uri === '' ? 'no URI' : uri}`);
  }
  const [, region, account, functionName, qualifier] = functionArnPattern.exec(functionArn) ?? [];
  if (functionName === undefined) {
    throw configurationError(`Invalid Lambda function ARN: ${functionArn}`);
  }
  if (region !== here.region || account !== here.account) {
    throw new NotImplemented(`calling a function of another region or account (${functionArn})`);
  }
  return qualifier === undefined ? { functionName, uri } : { functionName, qualifier, uri };
}

/** A text with the values of a stage's variables; one that the stage does not have is put in as nothing. */
export function withStageVariables(
  text: string,
  variables: Readonly<Record<string, string>>,
): string {
  return text.replace(/\$\{stageVariables\.([\w]+)\}/g, (_, name: string) => variables[name] ?? '');
}

/** The URI of an integration with stage variables, and with values for `{X}` where there are any. */
export function substituteUri(
  { integration, variables }: RoutedExchange,
  path: Readonly<Record<string, string>>,
): string {
  return withStageVariables(integration.uri ?? '', variables).replace(
    /\{([\w.:-]+)\}/g,
    (whole, name: string) => path[name] ?? whole,
  );
}
