import type { Page } from '../page/open-page.ts';
import { Endpoint } from './endpoint.ts';
import { localEnvironment } from './environment.ts';
import { localFolder } from './folder.ts';
import { findPulumiFor, prepareStack } from './pulumi.ts';
import { readSettings } from './settings.ts';
import type { Settings } from './settings.ts';

/** The embedded AWS, held for as long as a command needs it. */
export interface Attachment {
  /** The environment in which a command finds it. */
  readonly env: NodeJS.ProcessEnv;
  readonly release: () => void;
}

/**
 * Joins the embedded AWS, or starts it, for a command with these arguments. A command that runs in this
 * process is `node`.
 *
 * @param providerDir where the AWS provider for Pulumi is, instead of this project's
 * @throws {SessionError} when it cannot start, or its settings cannot be
 */
export async function attach(
  [command = 'node', ...args]: readonly string[] = [],
  settings: Settings = readSettings(process.env),
  providerDir?: string,
): Promise<Attachment> {
  const endpoint = await Endpoint.open(settings);
  try {
    const { folder, region } = settings;
    const pulumi = await findPulumiFor(command);
    const { url, credentials, lag } = endpoint;
    const session = { folder, region, url, credentials, lag, pulumi, providerDir };
    const env = localEnvironment(process.env, session);
    await prepareStack(command, args, folder, env);
    return {
      env,
      release: () => {
        endpoint.release();
      },
    };
  } catch (error) {
    endpoint.release();
    throw error;
  }
}

export { shareProvider } from './shared-provider.ts';

/**
 * Serves the page to a process that is attached, by its environment.
 *
 * @param note what people should know of its session
 */
export async function servePage(note: string): Promise<Page> {
  const [{ openPage }, { pageOptions }] = await Promise.all([
    import('../page/open-page.ts'),
    import('./page-options.ts'),
  ]);
  const { LOCAL_AWS_ENDPOINT: url = '', LOCAL_AWS_DIR, ...env } = process.env;
  const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } = env;
  const credentials = { accessKeyId, secretAccessKey };
  return openPage({ url, credentials, note, ...pageOptions(localFolder(LOCAL_AWS_DIR)) });
}
