import test from 'ava';
import { updateAlias } from '../../../../runner/aws/alias.ts';
import { switchApiStage } from '../../../../runner/aws/api-stage.ts';
import { openStand, type Stand } from '../_stand.ts';

/** A lease that ends with the first attempt of a call, which gets no answer. */
function endingLease({ clients: { lambda, apiGateway } }: Stand) {
  const end = new AbortController();
  const attempts: string[] = [];
  const perAttempt = { step: 'finalizeRequest', priority: 'low' } as const;
  for (const client of [lambda, apiGateway] as (typeof lambda)[]) {
    client.middlewareStack.add(
      (_next, { commandName = '' }) =>
        () => {
          attempts.push(commandName);
          end.abort();
          return Promise.reject(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }));
        },
      perAttempt,
    );
  }
  return { attempts, lease: { signal: end.signal, isOver: () => end.signal.aborted } };
}

test('a write is not tried again after its lease', async (t) => {
  const stand = await openStand(t);
  const { alias, apiStage } = await stand.read();
  const { attempts, lease } = endingLease(stand);
  const { lambda, apiGateway } = stand.clients;
  const change = { version: '1', description: 'x' };
  await t.throwsAsync(updateAlias(lambda, alias, change, { lease }), { name: 'TimeoutError' });
  t.deepEqual(attempts, ['UpdateAliasCommand']);
  await t.throwsAsync(switchApiStage(apiGateway, apiStage, { ...apiStage, alias: 'X' }, lease), {
    name: 'TimeoutError',
  });
  t.deepEqual(attempts, ['UpdateAliasCommand'], 'nor begun');
});

/** A process that stood still goes on with what was due meanwhile in the order in which that was due. */
test('an attempt that is due before anybody saw that the lease is over is not sent', async (t) => {
  const stand = await openStand(t);
  const { alias, apiStage } = await stand.read();
  const { lambda, apiGateway } = stand.clients;
  let isOver = false;
  const lease = { signal: new AbortController().signal, isOver: () => isOver };
  for (const client of [lambda, apiGateway] as (typeof lambda)[]) {
    client.middlewareStack.add(
      (next) => (args) => {
        const isFirst = !isOver;
        isOver = true;
        return isFirst
          ? Promise.reject(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }))
          : next(args);
      },
      { step: 'finalizeRequest', priority: 'low' },
    );
  }
  const change = { version: '1', description: 'x' };
  await t.throwsAsync(updateAlias(lambda, alias, change, { lease }), { name: 'TimeoutError' });
  isOver = false;
  const { deploymentId } = apiStage;
  const to = { deploymentId, alias: 'PROD_STANDBY' };
  await t.throwsAsync(switchApiStage(apiGateway, apiStage, to, lease), { name: 'TimeoutError' });
  const now = await stand.read();
  t.deepEqual([now.alias, now.apiStage], [alias, apiStage]);
});
