import { createInterface } from 'node:readline/promises';
import { createClients } from '../../aws/clients.ts';
import { translateError } from '../../aws/aws-errors.ts';
import { exitStatus, UsageError, type ExitStatus } from '../../errors.ts';
import { verifyIdentity } from '../../aws/identity.ts';
import { openProgram } from '../../pulumi/open-program.ts';
import { advise, npmRun } from '../../report/next.ts';
import { resultVersion } from '../../report/results/parts.ts';
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
  const settings = readSettings(stack);
  const stop = new AbortController();
  const endSignals = stopOnSignals(stop, say, {
    what: 'Deleting the stack',
    command: npmRun('destroy'),
    now: 'ending what is under way',
  });
  try {
    const clients = createClients(settings.region);
    const [program, { account }] = await Promise.all([
      openProgram(stack),
      verifyIdentity(clients, settings),
    ]);
    const { name } = settings.program.function;
    if (!yes) {
      await confirm(stack, `${name} in account ${account}`);
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

async function confirm(stack: string, what: string): Promise<void> {
  if (!process.stdin.isTTY) {
    throw new UsageError(
      `This would delete ${what}, all versions and the API included`,
      advise(npmRun('destroy', '--yes')),
    );
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(
    `This deletes ${what}, all versions and the API included. Type the stack's name to go on: `,
  );
  terminal.close();
  if (answer.trim() !== stack) {
    throw new UsageError('Nothing was deleted', advise(npmRun('destroy')));
  }
}
