import { awsUrl, engineOf, engineUrl } from '../../../stack/api-url.ts';
import type { Settings } from '../../../stack/stack-file.ts';
import { shortNameOf, stackFileOf } from '../../../stack/stack-name.ts';
import { translateError } from '../../aws/aws-errors.ts';
import { awsPlaceOf } from '../../../stack/sign-in/aws-place.ts';
import { createClients } from '../../aws/clients.ts';
import { verifyIdentity, type Identity } from '../../aws/identity.ts';
import { boundsOf } from '../../backend.ts';
import { exitStatus, type ExitStatus } from '../../errors.ts';
import { advise, npmRun } from '../../report/next.ts';
import { resultVersion } from '../../report/results/parts.ts';
import { confirm } from '../confirm.ts';
import { stopOnSignals } from '../interrupt.ts';
import { readSettings } from '../read-settings.ts';
import { say, tellResult } from '../tell.ts';
import { cleanUp, findLeftovers } from './clean-up.ts';
import { formatFindings, type Findings } from './format-measured.ts';
import { costAtMost, paceOf, usualMinutes, type Pace } from './pace.ts';
import { factor, proposeBounds, tooShort, worstOf } from './propose-bounds.ts';
import type { Place, ThrowAway } from './throw-away.ts';
import { countThrottles, createVerifyClients } from './verify-clients.ts';
import { withThrowAway } from './with-throw-away.ts';

interface VerifyOptions {
  readonly stack: string;
  readonly json: boolean;
  readonly yes: boolean;
  readonly changes: number;
}

/**
 * `npm run verify`: measures on the stack's account and region what releases assume of AWS, with
 * resources of its own that it deletes again.
 *
 * @returns the exit status: 1 when an assumption of the stack's settings does not hold.
 */
export async function runVerify({ stack, json, yes, changes }: VerifyOptions): Promise<ExitStatus> {
  const settings = await readSettings(stack);
  const { endpoint } = settings.program;
  const pace = paceOf(changes, endpoint);
  const stop = new AbortController();
  const endSignals = stopOnSignals(stop, say, {
    what: 'Measuring',
    command: npmRun('verify'),
    now: 'deleting what was made for it',
  });
  try {
    const identity = await verifyIdentity(createClients(awsPlaceOf(settings)), settings);
    const clients = createVerifyClients(awsPlaceOf(settings));
    const place = placeOf(settings, identity);
    const leftovers = await findLeftovers(clients, place);
    if (!yes && endpoint === undefined) {
      await confirm({
        act: 'create',
        what: describePlan(pace, place, leftovers),
        word: stack,
        next: advise(npmRun('verify', '--yes')),
        signal: stop.signal,
      });
    }
    for (const name of leftovers) {
      say(`Deletes what an earlier run left: ${name}.`);
      await cleanUp(clients, name);
    }
    const throttles = countThrottles(clients);
    const measured = await withThrowAway(clients, place, {
      pace,
      say,
      signal: stop.signal,
      urlOf: (thing) => urlOf(settings, place, thing),
    });
    const set = boundsOf(settings);
    const worst = worstOf(measured.spreads);
    const findings = {
      ...measured,
      set,
      proposed: proposeBounds(worst),
      short: tooShort(set, worst),
      throttled: Object.fromEntries(throttles),
      file: stackFileOf(stack),
    };
    return tellFindings({ stack, json, place }, findings);
  } catch (error) {
    throw translateError(error, `measuring for stack ${stack}`);
  } finally {
    endSignals();
  }
}

function placeOf({ stack, region, program }: Settings, { account, arn }: Identity): Place {
  const [, partition = 'aws'] = arn.split(':');
  const { runtime } = program.function;
  return { region, partition, account, stack: shortNameOf(stack), runtime };
}

function urlOf(
  { region, program }: Settings,
  { partition }: Place,
  { restApiId, apiStage }: ThrowAway,
): string {
  const engine = engineOf(program);
  return engine === undefined
    ? awsUrl({ restApiId, apiStage }, region, partition)
    : engineUrl({ restApiId, apiStage }, engine);
}

function describePlan(
  pace: Pace,
  { account, region }: Place,
  leftovers: readonly string[],
): string {
  const first =
    leftovers.length === 0 ? '' : `, after deleting what is left of ${leftovers.join(', ')}`;
  return `a function, a REST API and a role in account ${account}, ${region}${first}, and deletes them again: about ${String(usualMinutes(pace))} min, ${costAtMost(pace).toFixed(2)} US dollars at most`;
}

interface Telling {
  readonly stack: string;
  readonly json: boolean;
  readonly place: Place;
}

function tellFindings({ stack, json, place }: Telling, findings: Findings): ExitStatus {
  const { spreads, pairs, provisioned, throttled, set, proposed, short } = findings;
  const holds = pairs.mixed === 0 && short.length === 0;
  return tellResult(
    {
      version: resultVersion,
      command: 'verify',
      stack,
      outcome: holds ? 'holds' : 'does not hold',
      status: holds ? exitStatus.done : exitStatus.gateRed,
      account: place.account,
      region: place.region,
      delays: spreads.map(({ kind, spread }) => ({ kind, ...spread })),
      pairs,
      provisionedConcurrency: provisioned,
      throttled,
      propagation: { set, proposed, factor, tooShort: short },
    },
    json,
    formatFindings(findings),
  );
}
