import { SettingsError } from './settings.ts';

/** What this project calls, as the variables name it (https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html). */
const services = ['API_GATEWAY', 'CLOUDWATCH', 'CLOUDWATCH_LOGS', 'IAM', 'LAMBDA', 'STS'];
const common = 'AWS_ENDPOINT_URL';

/** A variable of the environment that leads calls of AWS elsewhere. */
export interface Diversion {
  readonly variable: string;
  readonly url: string;
}

/**
 * Finds what in the environment would lead a stack's calls elsewhere than its settings say.
 *
 * @param endpoint of the settings; undefined for AWS.
 */
export function findDiversion(
  environment: Readonly<NodeJS.ProcessEnv>,
  endpoint: string | undefined,
): Diversion | undefined {
  const variables = [common, ...services.map((service) => `${common}_${service}`)];
  return variables
    .map((variable) => ({ variable, url: environment[variable] ?? '' }))
    .find(({ url }) => url !== '' && (endpoint === undefined || !isSameUrl(url, endpoint)));
}

function isSameUrl(a: string, b: string): boolean {
  return a.replace(/\/$/, '') === b.replace(/\/$/, '');
}

/** For people: what is wrong about a {@link Diversion}. */
export function describeDiversion(
  { variable, url }: Diversion,
  endpoint: string | undefined,
): string {
  const where = endpoint === undefined ? 'on AWS' : `at ${endpoint}`;
  return `${variable} in the environment says ${url}, but by its settings the stack is ${where}`;
}

/**
 * Verifies that Pulumi's provider, which takes its endpoint from the environment, is where the settings
 * say. Where they name no endpoint, the environment may: so `npm run local` leads to the embedded AWS.
 *
 * @throws {SettingsError} when it would be elsewhere.
 */
export function verifyProviderEndpoint(
  environment: Readonly<NodeJS.ProcessEnv>,
  endpoint: string | undefined,
): void {
  if (endpoint === undefined) {
    return;
  }
  const diversion = findDiversion(environment, endpoint);
  if (diversion !== undefined) {
    throw new SettingsError([`endpoint: ${describeDiversion(diversion, endpoint)}`]);
  }
  if ((environment[common] ?? '') === '') {
    throw new SettingsError([
      `endpoint: Pulumi needs it in the environment as well: ${common}=${endpoint} pulumi up …`,
    ]);
  }
}
