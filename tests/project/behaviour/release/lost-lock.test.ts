import { setTimeout as delay } from 'node:timers/promises';
import test from 'ava';
import { createClients, type Clients } from '../../../../runner/aws/clients.ts';
import { nobodySignsIn } from '../../../../stack/sign-in/aws-settings.ts';
import { account, region } from '../../../../local/tests/_helpers/account.ts';
import { runFailingRelease } from './_release.ts';
import { releaseBoth, runRollback } from './_rollback.ts';
import { createStack, handlerSaying } from './_stack.ts';

/** Loses what clients send from a call of an operation on, until the network is back. */
function loseFrom(clients: Clients, isBegin: (operation: string, input: object) => boolean) {
  const down = Promise.withResolvers<undefined>();
  const network: { state: 'up' | 'down' | 'back' } = { state: 'up' };
  const perAttempt = { step: 'finalizeRequest', priority: 'low' } as const;
  const { lambda, apiGateway, logs, cloudWatch, sts } = clients;
  for (const client of [lambda, apiGateway, logs, cloudWatch, sts] as (typeof lambda)[]) {
    client.middlewareStack.add(
      (next, { commandName = '' }) =>
        async (args) => {
          if (network.state === 'up' && isBegin(commandName, args.input)) {
            network.state = 'down';
            down.resolve(undefined);
          }
          if (network.state === 'down') {
            // As long as the runner's clients wait for a connection.
            await delay(5_000);
            throw Object.assign(new Error('connect ETIMEDOUT'), { code: 'ETIMEDOUT' });
          }
          return next(args);
        },
      perAttempt,
    );
  }
  return { down: down.promise, network };
}

test.serial(
  'a switch is not tried again when somebody else may hold the lock by then',
  async (t) => {
    t.timeout(120_000);
    process.env.AWS_ACCESS_KEY_ID = account;
    process.env.AWS_SECRET_ACCESS_KEY = 'local';
    const stack = await createStack(t);
    await releaseBoth(t, stack, 'one');
    const before = await stack.ask('prod');
    const deploymentId = await stack.deployApi((body) => body.replaceAll("'no-store'", "'two'"));
    const place = { region, endpoint: stack.url, signIn: nobodySignsIn };
    const clients = createClients(place);
    const { down, network } = loseFrom(
      clients,
      (operation, input) =>
        operation === 'UpdateStageCommand' && JSON.stringify(input).includes('"prod"'),
    );
    const bundle = await handlerSaying(t, 'two');
    const running = runFailingRelease(t, stack, { bundle, deploymentId, clients, id: 'cut-off' });
    await down;
    // On another machine, when this one's lock has not been renewed for long enough.
    await runRollback(t, stack);
    network.state = 'back';
    await running;
    t.is(await stack.ask('prod'), before);
    t.regex((await stack.alias('PROD')).description, /^accepted 2@.* rolled back from 3@/);
  },
);
