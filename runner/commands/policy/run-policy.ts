import { outputsIn, type StackOutputs } from '../../../stack/outputs.ts';
import { regionsOf } from '../../../stack/regions.ts';
import { awsPlaceOf } from '../../../stack/sign-in/aws-place.ts';
import { createClients } from '../../aws/clients.ts';
import { translateError } from '../../aws/aws-errors.ts';
import { exitStatus, ReleaseError, type ExitStatus } from '../../errors.ts';
import { verifyIdentity, type Identity } from '../../aws/identity.ts';
import type { PolicyScope } from '../../../stack/policy/resources/scope.ts';
import { assumingPolicies } from '../../../stack/policy/assuming.ts';
import { type Policy } from '../../../stack/policy/policy.ts';
import { provisioningPolicy } from '../../../stack/policy/provisioning.ts';
import { releasingPolicy } from '../../../stack/policy/releasing.ts';
import { SignInError } from '../../../stack/sign-in/sign-in-error.ts';
import type { Settings } from '../../../stack/stack-file.ts';
import { resultVersion } from '../../report/results/parts.ts';
import { readSettings } from '../read-settings.ts';
import { say, tellResult } from '../tell.ts';
import { openProgram } from '../../pulumi/open-program.ts';
import { verifyRoutes } from '../verify-routes.ts';
import { findOwnResources } from './own-resources.ts';

interface PolicyOptions {
  readonly stack: string;
  readonly json: boolean;
}

/**
 * `npm run policy`: the smallest IAM policies with which a stack can be provisioned and released,
 * as one JSON object. Works before the stack exists, when its deployer needs it first.
 *
 * @returns the exit status.
 */
export async function runPolicy({ stack, json }: PolicyOptions): Promise<ExitStatus> {
  const policies = await readPolicies(stack);
  say(
    'Not in them: sts:GetCallerIdentity, which AWS allows everybody, and what your Pulumi backend asks for.',
  );
  return tellResult(
    {
      version: resultVersion,
      command: 'policy',
      stack,
      outcome: 'done',
      status: exitStatus.done,
      ...policies,
    },
    json,
    JSON.stringify(policies, undefined, 2),
  );
}

interface Policies {
  readonly provisioning: Policy;
  readonly releasing: Policy;
  /** Only where the settings name roles. */
  readonly assuming?: Readonly<Record<string, Policy>>;
}

async function readPolicies(stack: string): Promise<Policies> {
  const settings = await readSettings(stack);
  const identity = await verifyIdentity(createClients(awsPlaceOf(settings)), settings).catch(
    (error: unknown) => {
      const [role] = settings.signIn.roles.slice(-1);
      if (error instanceof SignInError && role !== undefined) {
        // It cannot be assumed before somebody has what this prints.
        say(`${error.message}. So the account is taken from its ARN.`);
        return identityOf(role.roleArn);
      }
      throw translateError(error, `asking for the account of stack ${stack}`);
    },
  );
  const alone = toScope(settings, identity, await readOutputs(settings));
  const otherFunctions = verifyRoutes().otherCalls.map(({ uri }) => uri);
  const scope = { ...alone, otherFunctions, own: await findOwnResources(settings, alone) };
  const assuming = assumingPolicies(settings.signIn);
  return {
    provisioning: provisioningPolicy(scope),
    releasing: releasingPolicy(scope),
    ...(assuming !== undefined && { assuming }),
  };
}

function identityOf(roleArn: string): Identity {
  return { account: roleArn.split(':')[4] ?? '', arn: roleArn };
}

function toScope(
  { region, program }: Settings,
  { account, arn }: Identity,
  outputs: StackOutputs | undefined,
): PolicyScope {
  const [, partition = 'aws'] = arn.split(':');
  const [here, ...others] = regionsOf(program, region).map((each) => ({
    region: each,
    restApiId: (outputs && outputsIn(outputs, each, region)?.restApiId) ?? '*',
  }));
  return {
    ...{ partition, account, settings: program, region, restApiId: here?.restApiId ?? '*' },
    ...(others.length > 0 && { others }),
  };
}

/** @returns undefined, and says why, where the stack's outputs cannot be had. */
async function readOutputs(settings: Settings): Promise<StackOutputs | undefined> {
  try {
    const outputs = await (await openProgram(settings)).outputs();
    if (outputs === undefined) {
      sayOpen(`Stack ${settings.stack} has nothing provisioned yet`);
    }
    return outputs;
  } catch (error) {
    if (error instanceof ReleaseError) {
      sayOpen(error.message);
      return undefined;
    }
    throw error;
  }
}

function sayOpen(reason: string): void {
  say(`${reason}: in these policies the id of the REST API is *. Run this again after a release.`);
}
