import test from 'ava';
import {
  formatVerified,
  isVerified,
  readServedCode,
  verifyServed,
} from '../../../../../runner/commands/status/served-code.ts';
import { readTargets } from '../../../../../runner/traffic/target.ts';
import { runRelease } from '../../../behaviour/release/_release.ts';
import { leaveShifted, releaseFirst } from '../../../behaviour/release/_rollout.ts';
import { createStack, handlerSaying } from '../../../behaviour/release/_stack.ts';

test('every target is held to the digest, and so is what a share of its callers meets', async (t) => {
  const stack = await createStack(t);
  await releaseFirst(t, stack);
  const bundle = await handlerSaying(t, 'second');
  const { codeSha256 } = bundle;
  const { lambda, apigateway: apiGateway } = stack.clients;
  const verify = async () => {
    const targets = await readTargets({ lambda, apiGateway }, stack.outputs, ['stage', 'prod']);
    return verifyServed(await readServedCode(lambda, targets), codeSha256);
  };
  await runRelease(t, stack, { bundle, until: 'stage' });
  const half = await verify();
  t.false(isVerified(half));
  t.deepEqual(
    half.served.map(({ target, version, isSame }) => [target, version, isSame]),
    [
      ['stage', '3', true],
      ['prod', '2', false],
    ],
  );
  t.regex(formatVerified(half), /^prod +2 +sha256:\w{64} +is not that bundle$/m);

  await leaveShifted(t, stack, '3');
  t.deepEqual(
    (await verify()).served.map(({ target, version, isSame }) => [target, version, isSame]),
    [
      ['stage', '3', true],
      ['prod', '2', false],
      ['prod', '3', true],
    ],
  );

  await runRelease(t, stack, { bundle, isContinued: true });
  const whole = await verify();
  t.true(isVerified(whole));
  t.regex(formatVerified(whole), /\n\nEvery target serves sha256:\w{64}\.$/);
});

test('where no target serves anything, nothing is verified', (t) => {
  t.false(isVerified(verifyServed([], 'AAAA')));
});

test('what could not be read is not verified', (t) => {
  const served = [
    { target: 'prod', region: 'eu-west-1', version: '3', codeSha256: 'AAAA' },
  ] as const;
  t.true(isVerified(verifyServed(served, 'AAAA')));
  const unread = verifyServed(served, 'AAAA', [{ target: 'prod', region: 'us-east-1' }]);
  t.false(isVerified(unread));
  t.regex(formatVerified(unread), /^prod in us-east-1 +could not be read$/m);
  t.regex(formatVerified(unread), /\n\nNot every target serves sha256:/);
});
