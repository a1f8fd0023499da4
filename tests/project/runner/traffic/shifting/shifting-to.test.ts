import test from 'ava';
import { createClients } from '../../../../../runner/aws/clients.ts';
import { nobodySignsIn } from '../../../../../stack/sign-in/aws-settings.ts';
import { Propagation } from '../../../../../runner/traffic/propagation.ts';
import { shiftingTo } from '../../../../../runner/traffic/shifting/shifting-to.ts';
import { journal, pair, targetAt } from '../../_targets.ts';

const propagation = new Propagation({ alias: 0, stage: 0, read: 0 });
const clients = { ...createClients({ region: 'eu-west-1', signIn: nobodySignsIn }), propagation };
const served = targetAt('6@old', { journal: journal('accepted', '6@old') });
const onTrial = targetAt('7@new', { journal: journal('trial', '7@new', ['6@old']) });
const byHand = targetAt('9@new', { journal: journal('accepted', '6@old') });

for (const [title, target, candidate, name] of [
  ['other code', served, '7@old', 'weights'],
  ['another API definition', served, '6@new', 'canary'],
  ['both', served, '7@new', 'canary'],
  ['other code than before the one on trial', onTrial, '8@old', 'weights'],
  ['the one on trial itself', onTrial, '7@new', 'canary'],
  ['other code than a person made serve', byHand, '7@new', 'weights'],
] as const) {
  test(`${title} shifts by ${name}`, (t) => {
    t.is(shiftingTo(clients, target, pair(candidate)).name, name);
  });
}
