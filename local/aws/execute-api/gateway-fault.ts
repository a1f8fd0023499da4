/** The kinds of answers that API Gateway gives by itself, and that an API can customise. */
export type GatewayResponseType =
  | 'ACCESS_DENIED'
  | 'API_CONFIGURATION_ERROR'
  | 'AUTHORIZER_CONFIGURATION_ERROR'
  | 'AUTHORIZER_FAILURE'
  | 'BAD_REQUEST_BODY'
  | 'BAD_REQUEST_PARAMETERS'
  | 'DEFAULT_4XX'
  | 'DEFAULT_5XX'
  | 'INTEGRATION_FAILURE'
  | 'INTEGRATION_TIMEOUT'
  | 'INVALID_API_KEY'
  | 'INVALID_SIGNATURE'
  | 'MISSING_AUTHENTICATION_TOKEN'
  | 'QUOTA_EXCEEDED'
  | 'REQUEST_TOO_LARGE'
  | 'THROTTLED'
  | 'UNAUTHORIZED'
  | 'UNSUPPORTED_MEDIA_TYPE';

interface Default {
  readonly status: number;
  /** AWS says null of what goes wrong with an authorizer. */
  readonly message: string | null;
  readonly errorType: string;
}

const serverError: Default = {
  status: 500,
  message: 'Internal server error',
  errorType: 'InternalServerErrorException',
};

const defaults: Readonly<Record<GatewayResponseType, Default>> = {
  ACCESS_DENIED: { status: 403, message: 'Forbidden', errorType: 'AccessDeniedException' },
  API_CONFIGURATION_ERROR: serverError,
  AUTHORIZER_CONFIGURATION_ERROR: {
    status: 500,
    message: null,
    errorType: 'AuthorizerConfigurationException',
  },
  AUTHORIZER_FAILURE: { status: 500, message: null, errorType: 'AuthorizerFailureException' },
  BAD_REQUEST_BODY: {
    status: 400,
    message: 'Invalid request body',
    errorType: 'BadRequestException',
  },
  BAD_REQUEST_PARAMETERS: {
    status: 400,
    message: 'Missing required request parameters',
    errorType: 'BadRequestException',
  },
  DEFAULT_4XX: { status: 400, message: 'Bad request', errorType: 'BadRequestException' },
  DEFAULT_5XX: serverError,
  INTEGRATION_FAILURE: { ...serverError, status: 504 },
  INTEGRATION_TIMEOUT: {
    status: 504,
    message: 'Endpoint request timed out',
    errorType: 'InternalServerErrorException',
  },
  INVALID_API_KEY: { status: 403, message: 'Forbidden', errorType: 'ForbiddenException' },
  INVALID_SIGNATURE: { status: 403, message: 'Forbidden', errorType: 'InvalidSignatureException' },
  MISSING_AUTHENTICATION_TOKEN: {
    status: 403,
    message: 'Missing Authentication Token',
    errorType: 'MissingAuthenticationTokenException',
  },
  QUOTA_EXCEEDED: { status: 429, message: 'Limit Exceeded', errorType: 'LimitExceededException' },
  REQUEST_TOO_LARGE: {
    status: 413,
    message: 'Request Too Long',
    errorType: 'RequestTooLargeException',
  },
  THROTTLED: { status: 429, message: 'Too Many Requests', errorType: 'TooManyRequestsException' },
  UNAUTHORIZED: { status: 401, message: 'Unauthorized', errorType: 'UnauthorizedException' },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    message: 'Unsupported Media Type',
    errorType: 'UnsupportedMediaTypeException',
  },
};

interface FaultDetails {
  /** What the client reads; left out, the type's own message. */
  readonly message?: string;
  /** Left out, the type's default. */
  readonly status?: number;
  /** Why, for the execution log. */
  readonly reason?: string;
  /** What is wrong with a request in detail, for those who ask for it; left out, what the client reads. */
  readonly problems?: string;
  /** The `x-amzn-ErrorType` header; left out, the type's default. */
  readonly errorType?: string;
  /** What AWS calls the message in its own body; left out, `message`. */
  readonly member?: 'Message';
}

/** Ends a request with an answer of API Gateway's own. */
export class GatewayFault extends Error {
  readonly type: GatewayResponseType;
  readonly status: number;
  /** The `x-amzn-ErrorType` header. */
  readonly errorType: string;
  readonly reason: string | undefined;
  readonly problems: string;
  /** What the client reads. */
  readonly text: string | null;
  readonly member: 'message' | 'Message';

  constructor(type: GatewayResponseType, details: FaultDetails = {}) {
    const text = details.message ?? defaults[type].message;
    super(text ?? type);
    this.name = 'GatewayFault';
    this.type = type;
    this.status = details.status ?? defaults[type].status;
    this.errorType = details.errorType ?? defaults[type].errorType;
    this.text = text;
    this.member = details.member ?? 'message';
    this.reason = details.reason;
    this.problems = details.problems ?? this.message;
  }
}

/** A definition that cannot be served: 500, and why in the execution log only. */
export function configurationError(reason: string, status = 500): GatewayFault {
  return new GatewayFault('API_CONFIGURATION_ERROR', {
    status,
    reason: `Execution failed due to configuration error: ${reason}`,
  });
}

/** A feature of API Gateway that this endpoint does not have: said to the client, never guessed. */
export class NotImplemented extends Error {
  constructor(feature: string) {
    super(`NotImplemented: ${feature} is not modelled by the embedded API Gateway`);
    this.name = 'NotImplemented';
  }
}
