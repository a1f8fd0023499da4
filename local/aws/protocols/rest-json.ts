import type { AwsError } from '../errors.ts';
import type { RestResponse } from '../operation.ts';
import type { ErrorContext, Protocol, WireResponse } from './protocol.ts';
import { matchRoute } from './rest-route.ts';
import { toJson } from './values.ts';

/** REST-JSON (Lambda, API Gateway): method and path name the operation. */
export const restJson: Protocol = {
  match(request, service) {
    const { operation, params, query } = matchRoute(request, service);
    return {
      operation: operation.name,
      writes: operation.writes,
      async run(region) {
        const { headers, body } = request;
        return encode(await operation.run({ params, query, headers, body }, region));
      },
    };
  },
  encodeError(error, context) {
    return {
      status: error.status,
      headers: {
        'content-type': 'application/json',
        'x-amzn-errortype': error.code,
        ...error.headers,
      },
      body: JSON.stringify({ ...messageMember(error, context), ...error.members }),
    };
  },
};

function encode(response: RestResponse): WireResponse {
  const { status = 200, headers = {}, body } = response;
  if (body === undefined) {
    return { status, headers, body: '' };
  }
  if (Buffer.isBuffer(body)) {
    return { status, headers, body };
  }
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(toJson(body)),
  };
}

/** Errors whose message member the Lambda API reference spells with a small letter. */
const lambdaSmallMessage = new Set([
  'CodeStorageExceededException',
  'InvalidParameterValueException',
  'InvalidRequestContentException',
  'PolicyLengthExceededException',
  'PreconditionFailedException',
  'ProvisionedConcurrencyConfigNotFoundException',
  'RequestTooLargeException',
  'ResourceConflictException',
  'TooManyRequestsException',
  'UnsupportedMediaTypeException',
]);

function messageMember(error: AwsError, { service }: ErrorContext): Record<string, string> {
  if (service?.signingName !== 'lambda') {
    return { message: error.message };
  }
  const type = error.status < 500 ? 'User' : 'Service';
  return lambdaSmallMessage.has(error.code)
    ? { Type: type, message: error.message }
    : { Type: type, Message: error.message };
}
