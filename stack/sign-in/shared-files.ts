import { loadSharedConfigFiles } from '@smithy/core/config';
import type { SignIn } from './aws-settings.ts';
import { decideRegion, findProfile, type NamedProfile } from './decide-source.ts';
import { SignInError } from './sign-in-error.ts';

/** Which shared files are read, as the AWS SDK names them; it finds the usual ones by itself. */
export function sharedFilesOf({ configFile, credentialsFile }: SignIn) {
  return {
    ...(configFile !== undefined && { configFilepath: configFile }),
    ...(credentialsFile !== undefined && { filepath: credentialsFile }),
    // A person may have signed in anew since they were read last.
    ignoreCache: true,
  };
}

/**
 * Looks up the region of a stack.
 *
 * @param configured `aws:region`.
 * @returns undefined where nothing names one.
 */
export async function findRegion(
  configured: string | undefined,
  signIn: SignIn,
  environment: Readonly<NodeJS.ProcessEnv>,
): Promise<string | undefined> {
  const decided = decideRegion(configured, environment, undefined);
  if (decided !== undefined) {
    return decided;
  }
  const { configFile, credentialsFile } = await loadSharedConfigFiles(sharedFilesOf(signIn));
  const { name } = findProfile(signIn, environment) ?? { name: 'default' };
  return decideRegion(
    undefined,
    environment,
    credentialsFile[name]?.region ?? configFile[name]?.region,
  );
}

/** @throws {SignInError} when there is no such profile. */
export async function verifyProfile({ name, from }: NamedProfile, signIn: SignIn): Promise<void> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles(sharedFilesOf(signIn));
  const names = [...new Set([...Object.keys(configFile), ...Object.keys(credentialsFile)])]
    // Other sections than profiles, such as `sso-session.NAME`, have a dot.
    .filter((each) => !/^(sso-session|services)\./.test(each))
    .sort();
  if (!names.includes(name)) {
    const known = names.length === 0 ? 'there is none' : `there are ${names.join(', ')}`;
    throw new SignInError(
      `There is no profile ${name} in the shared files of AWS, which ${from} names; ${known}`,
      `make it (aws configure --profile ${name}, or aws configure sso --profile ${name}), or name another in ${from}`,
    );
  }
}
