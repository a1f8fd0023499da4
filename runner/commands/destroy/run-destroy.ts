import { awsPlaceOf } from '../../../stack/sign-in/aws-place.ts';
import { settingsByRegion, type Settings } from '../../../stack/stack-file.ts';
import { createClients, type Clients } from '../../aws/clients.ts';
import { translateError } from '../../aws/aws-errors.ts';
import { findVersion } from '../../aws/function.ts';
import { EnvironmentError, exitStatus, type ExitStatus } from '../../errors.ts';
import { verifyIdentity } from '../../aws/identity.ts';
import { openProgram } from '../../pulumi/open-program.ts';
import { advise, npmRun } from '../../report/next.ts';
import { resultVersion } from '../../report/results/parts.ts';
import { confirm } from '../confirm.ts';
import { stopOnSignals } from '../interrupt.ts';
import { readSettings } from '../read-settings.ts';
import { refuseDuringRelease } from '../refuse-during-release.ts';
import { say, tellResult } from '../tell.ts';

interface DestroyOptions {
  readonly stack: string;
  readonly json: boolean;
  readonly yes: boolean;
}

/**
 * `npm run destroy`: deletes what the stack created. The CloudWatch role of the account's API
 * Gateway stays, since other stacks use it too (trap D15).
 *
 * @returns the exit status.
 */
export async function runDestroy({ stack, json, yes }: DestroyOptions): Promise<ExitStatus> {
  const settings = await readSettings(stack);
  const stop = new AbortController();
  const endSignals = stopOnSignals(stop, say, {
    what: 'Deleting the stack',
    command: npmRun('destroy'),
    now: 'ending what is under way',
  });
  try {
    const clients = createClients(awsPlaceOf(settings));
    const [program, { account }] = await Promise.all([
      openProgram(settings),
      verifyIdentity(clients, settings),
    ]);
    const { name } = settings.program.function;
    if (!yes) {
      await confirm({
        what: `${name} in account ${account}, all versions and the API included`,
        word: stack,
        next: advise(npmRun('destroy', '--yes')),
        signal: stop.signal,
      });
    }
    const regions = settingsByRegion(settings).map(
      (here) => createClients(awsPlaceOf(here)).lambda,
    );
    const asking = { functionName: name, command: 'destroy', signal: stop.signal };
    await Promise.all(regions.map((lambda) => refuseDuringRelease(lambda, asking)));
    const deleted = await program.destroy(stop.signal);
    if (deleted === 0) {
      await refuseUnknown(clients, settings);
    }
    return tellResult(
      {
        version: resultVersion,
        command: 'destroy',
        stack,
        outcome: 'destroyed',
        status: exitStatus.done,
        function: name,
        account,
      },
      json,
      `Deleted what stack ${stack} had created.`,
    );
  } catch (error) {
    throw translateError(error, `destroying stack ${stack}`);
  } finally {
    endSignals();
  }
}

/**
 * Pulumi deletes what its state has; that may be lost, or be kept elsewhere.
 *
 * @throws {EnvironmentError} when there was nothing in it, and the function is there.
 */
async function refuseUnknown(
  { lambda }: Pick<Clients, 'lambda'>,
  { stack, program }: Settings,
): Promise<void> {
  const { name } = program.function;
  if ((await findVersion(lambda, name, '$LATEST')) !== undefined) {
    throw new EnvironmentError(
      `Nothing was deleted: Pulumi's state has nothing of stack ${stack}, and the function ${name} is there`,
      advise(
        npmRun('release', '--provision'),
        'choose the Pulumi backend that has the state; where it is lost, a release takes over what is there, and then destroy deletes it',
      ),
      { resource: `function ${name}` },
    );
  }
}
