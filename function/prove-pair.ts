/** What the wrapper reads of Lambda's context object. */
export interface ProxyContext {
  readonly functionVersion: string;
}

/** What the wrapper knows of a proxy answer; the rest of one stays as it is. */
export interface ProxyAnswer {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string | number | boolean>> | undefined;
}

/**
 * Wraps the handler of an `AWS_PROXY` route, whose answers API Gateway passes on as they are: each gets the
 * headers `X-Lambda-Version` and `X-Api-Deployment`, by which a release learns which version and which
 * deployment answered. In `infra/openapi.yaml` an `AWS` route maps them instead.
 *
 * ```ts
 * export const handler = provePair(async (event: APIGatewayProxyEvent) => ({ statusCode: 200, body: '{}' }));
 * ```
 *
 * @param handle returns a proxy answer. What it throws is thrown on, and is API Gateway's 502, which names no
 *   pair: an error that callers are to see is caught inside.
 * @returns the handler to export. For an event that did not come through a REST API, as of a direct `Invoke`, it
 *   names the version alone.
 */
export function provePair<Event, Context extends ProxyContext, Answer extends ProxyAnswer>(
  handle: (event: Event, context: Context) => Promise<Answer> | Answer,
): (event: Event, context: Context) => Promise<Answer> {
  return async (event, context) => {
    const answer = await handle(event, context);
    const deployment = deploymentOf(event);
    const pair = {
      'X-Lambda-Version': context.functionVersion,
      ...(deployment !== undefined && { 'X-Api-Deployment': deployment }),
    };
    return { ...answer, headers: { ...others(answer), ...pair } };
  };
}

/** Not in the types of `@types/aws-lambda`, but in the events of REST APIs. */
function deploymentOf(event: unknown): string | undefined {
  const { requestContext } = membersOf(event);
  const { deploymentId } = membersOf(requestContext);
  return typeof deploymentId === 'string' ? deploymentId : undefined;
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** The answer's headers without what names another pair, in whatever case. */
function others({ headers = {} }: ProxyAnswer): ProxyAnswer['headers'] {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !/^x-(lambda-version|api-deployment)$/i.test(name)),
  );
}
