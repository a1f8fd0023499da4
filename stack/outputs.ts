import { z } from 'zod';

const targetOutputs = z.object({
  alias: z.string(),
  aliasArn: z.string(),
  apiStage: z.string(),
  /** By which it is called, without a slash at the end: of its domain where it has one, else of the API stage. */
  url: z.url(),
  /** Its name and base path, where it has one of its own: `api.example.com/v1`. */
  domain: z.string().optional(),
  /** What `url` leads to on AWS, for who cannot wait until DNS tells. */
  connectTo: z.string().optional(),
  /** The log group of API Gateway's own, where this program made it. */
  executionLogGroup: z.string().optional(),
  /** The API stage on which a candidate is tested before callers meet it, where the target has one. */
  standbyStage: z.string().optional(),
  /** Of that, without a slash at the end. */
  standbyUrl: z.url().optional(),
  /** What that leads to, where it is a domain's. */
  standbyConnectTo: z.string().optional(),
});

const regionOutputs = z.object({
  functionName: z.string(),
  functionArn: z.string(),
  restApiId: z.string(),
  /** The deployment that holds the API definition as it is now in `openapi.yaml`, for the settings of now. */
  deploymentId: z.string(),
  /** What the newest deployment was made for (`deployment-record.ts`). */
  definition: z.string().optional(),
  /** By target name. */
  targets: z.record(z.string(), targetOutputs),
});

const stackOutputs = regionOutputs.extend({
  /** By name of each region but the home region, whose are above; left out where there is no other. */
  regions: z.record(z.string(), regionOutputs).optional(),
});

/** What a stack gives out of one region. */
export type RegionOutputs = z.infer<typeof regionOutputs>;
export type StackOutputs = z.infer<typeof stackOutputs>;
export type TargetOutputs = z.infer<typeof targetOutputs>;

/** The part that AWS itself tells, without Pulumi. */
export type LiveOutputs = Pick<
  RegionOutputs,
  'functionName' | 'functionArn' | 'restApiId' | 'targets'
> & {
  /** Which region they are of, where the stack is in several. */
  readonly region?: string | undefined;
};

/**
 * @param region any of the stack.
 * @param home the region of `aws:region`.
 * @returns undefined where the stack was not provisioned in that region yet.
 */
export function outputsIn(
  outputs: StackOutputs,
  region: string,
  home: string,
): RegionOutputs | undefined {
  const { regions, ...ofHome } = outputs;
  return region === home ? ofHome : regions?.[region];
}

/**
 * Reads a stack's outputs.
 *
 * @param raw the outputs by name, as the Pulumi engine or `pulumi stack output --json` gives them.
 * @throws {z.ZodError} when the stack was not made by this program.
 */
export function parseOutputs(raw: unknown): StackOutputs {
  return stackOutputs.parse(raw);
}
