import type { AwsCredentials } from './clients.ts';

/** The account and region that tests use. */
export const account = process.env.CONFORMANCE_ACCOUNT ?? '123456789012';
export const region = process.env.CONFORMANCE_REGION ?? 'eu-west-1';

/** Of every access key: a test chooses its account by the key. */
export const testSecret = 'local';
export const testSecrets = (): string => testSecret;

/** As the environment says; emulators that verify none take any. */
export function outsideCredentials(): AwsCredentials {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  return {
    accessKeyId: AWS_ACCESS_KEY_ID ?? account,
    secretAccessKey: AWS_SECRET_ACCESS_KEY ?? testSecret,
    ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
  };
}
