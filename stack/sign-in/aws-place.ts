import type { AwsPlace } from './resolve-credentials.ts';
import type { Settings } from '../stack-file.ts';

/** Where a stack's calls go, and who makes them. */
export function awsPlaceOf({
  region,
  signIn,
  program: { endpoint },
}: Pick<Settings, 'region' | 'signIn' | 'program'>): AwsPlace {
  return { region, signIn, endpoint };
}
