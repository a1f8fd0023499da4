import { devNull } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { formatLag } from '../lag-settings.ts';
import type { LagSettings } from '../lag-settings.ts';
import type { Toolchain } from '../toolchain/distribution.ts';
import type { Credentials } from './credentials.ts';
import type { LocalFolder } from './folder.ts';

interface Session {
  readonly folder: LocalFolder;
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly credentials: Credentials;
  readonly region: string;
  /** How the server lags, where it does. */
  readonly lag?: LagSettings | undefined;
  /** The Pulumi CLI, when it was looked for. */
  readonly pulumi?: Toolchain | undefined;
  /** Where the AWS provider for Pulumi is, instead of this project's. */
  readonly providerDir?: string | undefined;
}

/** Of the caller's environment, what would lead a command to AWS or to another Pulumi backend. */
const removed = [
  'AWS_PROFILE',
  'AWS_DEFAULT_PROFILE',
  'AWS_SESSION_TOKEN',
  'AWS_SECURITY_TOKEN',
  'AWS_ROLE_ARN',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
  'AWS_USE_FIPS_ENDPOINT',
  'AWS_USE_DUALSTACK_ENDPOINT',
  'AWS_CA_BUNDLE',
  'PULUMI_CONFIG_PASSPHRASE_FILE',
  'PULUMI_ACCESS_TOKEN',
  'PULUMI_STACK',
  'LOCAL_AWS_LAG',
  'LOCAL_AWS_PULUMI_VERSION',
];

/**
 * The environment of a command that is to use the embedded AWS.
 *
 * @param base the caller's environment
 */
export function localEnvironment(base: NodeJS.ProcessEnv, session: Session): NodeJS.ProcessEnv {
  const kept = Object.entries(base).filter(
    ([name]) => !removed.includes(name) && !name.startsWith('AWS_ENDPOINT_URL'),
  );
  return {
    ...Object.fromEntries(kept),
    ...awsVariables(session),
    ...pulumiVariables(session.folder),
    LOCAL_AWS_ENDPOINT: session.url,
    LOCAL_AWS_PROJECT: session.folder.root,
    ...(session.lag !== undefined && { LOCAL_AWS_LAG: formatLag(session.lag) }),
    ...(session.pulumi !== undefined && { LOCAL_AWS_PULUMI_VERSION: session.pulumi.version }),
    NO_PROXY: withoutProxy(base),
    no_proxy: withoutProxy(base),
    PATH: searchPath(base, session),
  };
}

function awsVariables({ url, region, credentials }: Session): NodeJS.ProcessEnv {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

function pulumiVariables({ pulumi, pulumiHome }: LocalFolder): NodeJS.ProcessEnv {
  return {
    PULUMI_BACKEND_URL: pathToFileURL(pulumi).href,
    PULUMI_CONFIG_PASSPHRASE: 'local',
    PULUMI_HOME: pulumiHome,
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
    PULUMI_SKIP_UPDATE_CHECK: 'true',
  };
}

function withoutProxy(base: NodeJS.ProcessEnv): string {
  const present = base.NO_PROXY ?? base.no_proxy;
  return ['127.0.0.1', 'localhost', ...(present ? [present] : [])].join(',');
}

function searchPath(base: NodeJS.ProcessEnv, { folder, pulumi, providerDir }: Session): string {
  const standIn = join(folder.root, 'local', 'provider', 'bin');
  return [
    join(folder.root, 'node_modules', '.bin'),
    providerDir ?? standIn,
    ...(pulumi === undefined ? [] : [pulumi.binDir]),
    ...(base.PATH ?? '')
      .split(delimiter)
      .filter((dir) => providerDir === undefined || dir !== standIn),
  ].join(delimiter);
}
