import { invalidParameter, validation } from './errors.ts';

/** Names that Lambda itself sets (AWS, "Defined runtime environment variables"). */
const reserved = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_DEFAULT_REGION',
  'AWS_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_LAMBDA_RUNTIME_API',
  'LAMBDA_TASK_ROOT',
  'LAMBDA_RUNTIME_DIR',
]);

const limitBytes = 4096;

/**
 * @throws {ValidationException} for a name that is none; InvalidParameterValueException for names that
 *   Lambda keeps to itself and for more than 4 KB.
 */
export function verifyEnvironment(variables: Readonly<Record<string, string>>): void {
  for (const name of Object.keys(variables)) {
    if (!/^[a-zA-Z]([a-zA-Z0-9_])+$/.test(name) && !reserved.has(name)) {
      // AWS tells no value of the environment.
      throw validation([
        "Value at 'environment.variables' failed to satisfy constraint: Map keys must satisfy " +
          'constraint: [Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]',
      ]);
    }
  }
  verifyNotReserved(variables);
  const text = JSON.stringify(variables);
  if (Buffer.byteLength(text) > limitBytes) {
    throw invalidParameter(
      'Lambda was unable to configure your environment variables because the environment variables ' +
        `you have provided exceeded the 4KB limit. String measured: ${text}`,
    );
  }
}

function verifyNotReserved(variables: Readonly<Record<string, string>>): void {
  const taken = Object.keys(variables).filter((name) => reserved.has(name));
  if (taken.length === 0) {
    return;
  }
  throw invalidParameter(
    'Lambda was unable to configure your environment variables because the environment variables ' +
      'you have provided contains reserved keys that are currently not supported for modification. ' +
      `Reserved keys used in this request: ${taken.join(', ')}`,
  );
}
