import { dirname } from 'node:path';

import { byName, type ByName } from '../../by-name.ts';
import type { RoleCredentials } from '../../credentials.ts';
import type { FunctionConfiguration } from '../state.ts';

/** What a process for a version needs to know. */
export interface ExecutionTarget {
  readonly account: string;
  readonly region: string;
  /** Where the handler reaches the embedded AWS. */
  readonly endpoint: string;
  readonly functionName: string;
  readonly version: string;
  readonly configuration: FunctionConfiguration;
  readonly initializationType: 'on-demand' | 'provisioned-concurrency';
}

/**
 * The environment of a handler's process: what Lambda sets (AWS, "Defined runtime environment
 * variables") and what the function's configuration sets, and nothing of the server's own.
 *
 * @param taskRoot the folder with the function's code.
 * @param credentials of the function's role.
 */
export function handlerEnvironment(
  target: ExecutionTarget,
  taskRoot: string,
  logStream: string,
  credentials: RoleCredentials,
): ByName<string> {
  const { configuration } = target;
  const { logging } = configuration;
  const provided = {
    PATH: `${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`,
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    PWD: taskRoot,
    SHLVL: '0',
    AWS_ENDPOINT_URL: target.endpoint,
  };
  const reserved = {
    LAMBDA_TASK_ROOT: taskRoot,
    LAMBDA_RUNTIME_DIR: import.meta.dirname,
    _HANDLER: configuration.handler,
    AWS_REGION: target.region,
    AWS_DEFAULT_REGION: target.region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${configuration.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: target.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: target.version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(configuration.memorySize),
    AWS_LAMBDA_INITIALIZATION_TYPE: target.initializationType,
    AWS_LAMBDA_LOG_GROUP_NAME: logging.group,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    ...(logging.format === 'JSON' && { AWS_LAMBDA_LOG_FORMAT: logging.format }),
    ...(logging.applicationLevel !== undefined && {
      AWS_LAMBDA_LOG_LEVEL: logging.applicationLevel,
    }),
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
    AWS_XRAY_DAEMON_ADDRESS: '169.254.100.1:2000',
    _AWS_XRAY_DAEMON_ADDRESS: '169.254.100.1',
    _AWS_XRAY_DAEMON_PORT: '2000',
  };
  return byName(provided, configuration.environment ?? {}, reserved);
}
