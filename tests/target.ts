/** What a tier is pointed at: the runner sets these variables, or a person by hand. */

/** Of the lambda tier. */
export interface LambdaTarget {
  readonly functionName: string;
  /** The published version under test. */
  readonly version: string;
}

/** Of the api tier. */
export interface ApiTarget {
  /** Name of the target, as the stack's settings have it: what writes can leave `prod` alone. */
  readonly name: string;
  /** Of the API stage, without a slash at the end. */
  readonly url: string;
  /** The version that must answer. */
  readonly version: string;
  /** The API Gateway deployment that must answer; any will do where it is not set. */
  readonly deployment: string | undefined;
  /** What each request has to carry, by `release.headers` of the settings. */
  readonly headers: Readonly<Record<string, string>>;
}

/** @throws {Error} when `FUNCTION_NAME` or `FUNCTION_VERSION` is not set. */
export function lambdaTarget(): LambdaTarget {
  return {
    functionName: required('FUNCTION_NAME', 'test:lambda'),
    version: required('FUNCTION_VERSION', 'test:lambda'),
  };
}

/** @throws {Error} when `TARGET`, `API_URL` or `EXPECTED_VERSION` is not set. */
export function apiTarget(): ApiTarget {
  return {
    name: required('TARGET', 'test:api'),
    url: required('API_URL', 'test:api'),
    version: required('EXPECTED_VERSION', 'test:api'),
    deployment: process.env.EXPECTED_DEPLOYMENT,
    headers: JSON.parse(process.env.API_HEADERS ?? '{}') as ApiTarget['headers'],
  };
}

function required(name: string, script: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') {
    throw new Error(`${name} is not set. Run this tier with: npm run ${script} -- --stack local`);
  }
  return value;
}
