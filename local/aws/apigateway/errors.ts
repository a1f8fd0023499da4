import { AwsError } from '../errors.ts';

/** 400: the request is malformed or against a rule. */
export function badRequest(message: string): AwsError {
  return new AwsError('BadRequestException', 400, message);
}

/** 404: something that the request names does not exist. */
export function notFound(message: string): AwsError {
  return new AwsError('NotFoundException', 404, message);
}

/** 409: what the request would create exists already. */
export function conflict(message: string): AwsError {
  return new AwsError('ConflictException', 409, message);
}
