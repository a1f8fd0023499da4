import { awsPlaceOf } from '../../../stack/sign-in/aws-place.ts';
import { createClients } from '../../aws/clients.ts';
import { translateError } from '../../aws/aws-errors.ts';
import { exitStatus, type ExitStatus } from '../../errors.ts';
import { verifyIdentity } from '../../aws/identity.ts';
import { openProgram } from '../../pulumi/open-program.ts';
import { advise, npmRun } from '../../report/next.ts';
import { resultVersion } from '../../report/results/parts.ts';
import { confirm } from '../confirm.ts';
import { stopOnSignals } from '../interrupt.ts';
import { readSettings } from '../read-settings.ts';
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
    await program.destroy(stop.signal);
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
