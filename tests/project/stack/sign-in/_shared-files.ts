import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { temporaryFolder } from '../../../../local/tests/_helpers/temporary-folder.ts';

const ofAws = /^AWS_(?!CA_BUNDLE|ENDPOINT_URL)/;

/**
 * Nothing of AWS in the environment for the rest of a test but the shared files, with these texts.
 *
 * @returns their paths.
 */
export async function useSharedFiles(
  t: ExecutionContext,
  texts: { readonly config?: string; readonly credentials?: string },
): Promise<{ readonly config: string; readonly credentials: string }> {
  const folder = await temporaryFolder(t, 'shared-files-');
  const config = join(folder, 'config');
  const credentials = join(folder, 'credentials');
  await writeFile(config, texts.config ?? '');
  await writeFile(credentials, texts.credentials ?? '');
  const before = { ...process.env };
  for (const name of Object.keys(process.env).filter((each) => ofAws.test(each))) {
    Reflect.deleteProperty(process.env, name);
  }
  Object.assign(process.env, {
    AWS_CONFIG_FILE: config,
    AWS_SHARED_CREDENTIALS_FILE: credentials,
    AWS_EC2_METADATA_DISABLED: 'true',
  });
  t.teardown(() => {
    process.env = before;
  });
  return { config, credentials };
}
