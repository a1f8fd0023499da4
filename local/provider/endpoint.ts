const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * The endpoint that every AWS call of this provider goes to.
 *
 * @param value `LOCAL_AWS_ENDPOINT` as found in the environment.
 * @returns The origin, no slash at the end: `http://127.0.0.1:4566`.
 * @throws {Error} with one sentence for people, when there is none, or when it is not a loopback http URL:
 *   a stand-in that could reach the real AWS, or be taken for it, must not start.
 */
export function parseEndpoint(value: string | undefined): string {
  if (value === undefined || value === '') {
    throw new Error(
      'This pulumi-resource-aws only serves the embedded AWS and was started without LOCAL_AWS_ENDPOINT: run the command through "npm run local -- COMMAND", or take its folder off PATH to use the official AWS provider.',
    );
  }
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url?.protocol !== 'http:' || !loopbackHosts.has(url.hostname)) {
    throw new Error(
      `This pulumi-resource-aws only serves the embedded AWS: LOCAL_AWS_ENDPOINT must be a loopback URL such as http://127.0.0.1:4566, and is ${JSON.stringify(value)}.`,
    );
  }
  return url.origin;
}
