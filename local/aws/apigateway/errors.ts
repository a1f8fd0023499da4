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

/** 400 with all constraints of the API's model that a request breaks, in AWS's words. */
export function validation(problems: readonly string[]): AwsError {
  const count = `${problems.length} validation error${problems.length === 1 ? '' : 's'}`;
  return new AwsError('ValidationException', 400, `${count} detected: ${problems.join('; ')}`);
}

/** 400: a member of the body has another type than the API's model. */
export function serialization(message: string): AwsError {
  return new AwsError('SerializationException', 400, message);
}
