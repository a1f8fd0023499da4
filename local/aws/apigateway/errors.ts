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

/**
 * 501: AWS can do it and the embedded AWS cannot. Answered wherever taking the request would pretend
 * otherwise.
 *
 * @param feature what was asked for, as the start of a sentence: `An authorizer`
 */
export function notModelled(feature: string): AwsError {
  return new AwsError(
    'NotImplemented',
    501,
    `${feature} is not modelled by the embedded API Gateway of this project.`,
  );
}
