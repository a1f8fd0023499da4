import type { RestRequest } from '../operation.ts';
import { validation } from './errors.ts';
import { gatewayResponseTypes } from './gateway-response-types.ts';

/** What is wrong with the labels of a path that the API's model restricts. */
export function labelProblems({ params }: RestRequest): readonly string[] {
  const { statusCode, responseType } = params;
  return [
    ...(statusCode === undefined ? [] : statusProblems(statusCode, 'statusCode')),
    ...(responseType === undefined || gatewayResponseTypes.includes(responseType)
      ? []
      : [
          `Value '${responseType}' at 'responseType' failed to satisfy constraint: Member must satisfy enum value set: [${gatewayResponseTypes.join(', ')}]`,
        ]),
  ];
}

/** The problem of a status code that is not 100 to 599, or none. */
export function statusProblems(statusCode: string, at: string): readonly string[] {
  return /^[1-5]\d\d$/.test(statusCode)
    ? []
    : [
        `Value '${statusCode}' at '${at}' failed to satisfy constraint: Member must satisfy regular expression pattern: [1-5]\\d\\d`,
      ];
}

/** For operations without a body. @throws {AwsError} 400 for labels that the API's model does not allow */
export function verifyLabels(request: RestRequest): void {
  const problems = labelProblems(request);
  if (problems.length > 0) {
    throw validation(problems);
  }
}
