import type { Service } from './operation.ts';

/** By signing name. A command uses few of them, so each is loaded by its first request. */
const loaders: ReadonlyMap<string, () => Promise<Service>> = new Map([
  ['lambda', async () => (await import('./lambda/service.ts')).lambda],
  ['apigateway', async () => (await import('./apigateway/service.ts')).apigateway],
  ['iam', async () => (await import('./iam/service.ts')).iam],
  ['sts', async () => (await import('./sts/service.ts')).sts],
  ['logs', async () => (await import('./logs/service.ts')).logs],
  ['monitoring', async () => (await import('./cloudwatch/service.ts')).cloudwatch],
  ['dynamodb', async () => (await import('./dynamodb/service.ts')).dynamodb],
  ['ssm', async () => (await import('./ssm/service.ts')).ssm],
  ['secretsmanager', async () => (await import('./secretsmanager/service.ts')).secretsManager],
  ['s3', async () => (await import('./s3/service.ts')).s3],
  ['acm', async () => (await import('./acm/service.ts')).acm],
  ['route53', async () => (await import('./route53/service.ts')).route53],
]);

/** Signing names of what the embedded AWS models. */
export const serviceNames: readonly string[] = [...loaders.keys()];

/** @returns undefined for what is not modelled. */
export async function findService(signingName: string): Promise<Service | undefined> {
  return loaders.get(signingName)?.();
}
