import { openBundler } from '../../../bundler/bundle.ts';
import { believeOwnWrites } from '../../aws/own-writes.ts';
import { boundsOf, openPage, requireEmbeddedAws } from '../../backend.ts';
import { watchAncestors } from '../../bootstrap/ancestors.mjs';
import { exitStatus, type ExitStatus } from '../../errors.ts';
import { readApiBody, readOwnValues } from '../../pulumi/file-backend.ts';
import { readGateRequests } from '../../pulumi/gate-requests.ts';
import { resultVersion } from '../../report/results/parts.ts';
import { root } from '../../root.ts';
import type { Settings } from '../../../stack/stack-file.ts';
import { formatPair, type Pair } from '../../../stack/pair.ts';
import { Propagation } from '../../traffic/propagation.ts';
import { pairOf, readTarget } from '../../traffic/target.ts';
import { bundleOptions } from '../bundle-options.ts';
import { chooseTarget } from '../choose-target.ts';
import { openLiveStack } from '../provisioned.ts';
import { say, tellResult } from '../tell.ts';
import { runCommandNow, runUnitTier } from './by-key.ts';
import { inTurn } from './in-turn.ts';
import { listenToKeys, type KeyBinding } from './keys.ts';
import { describeLeftOut } from './left-out.ts';
import { serveNow } from './serve-loop.ts';
import type { DevelopedTarget } from './serve-saved.ts';
import { TypesBehind } from './types-behind.ts';
import { watchSources } from './watch-sources.ts';

interface DevOptions {
  readonly stack: string;
  readonly json: boolean;
}

/**
 * `npm run dev`: serves what is saved on the first target of a local stack, until it is ended.
 *
 * @returns the exit status.
 * @throws {UsageError} for a stack on AWS, and before the first release.
 */
export async function runDev({ stack, json }: DevOptions): Promise<ExitStatus> {
  requireEmbeddedAws('dev', stack);
  const session = await openSession(stack);
  const { settings, target, signal } = session;
  const { name } = target;
  const bundler = await openBundler(undefined, bundleOptions(settings, signal));
  const types = new TypesBehind(settings.release, say);
  const page = await openPage(
    `npm run dev: ${name} serves what is saved, and no gate sees it. A release gates it.`,
  );
  let served: Pair | undefined;
  const save = inTurn(async () => {
    // What is saved comes first: a compiler takes a whole processor.
    types.end();
    try {
      served = (await serveNow({ ...session, bundler, say: sayWithTime })) ?? served;
      void types.check();
    } catch (error) {
      session.end(error);
    }
  });
  const command = (key: string, text: string, named: string): KeyBinding => ({
    key,
    text,
    run: () => session.ignoringInterrupts(() => runCommandNow(named, stack)),
  });
  const keys: readonly KeyBinding[] = [
    {
      key: 'u',
      text: 'unit tier',
      run: () => runUnitTier({ settings, signal, say: sayWithTime }),
    },
    command('l', 'lambda tier', 'test:lambda'),
    command('a', 'api tier', 'test:api'),
    command('r', 'release', 'release'),
  ];
  say(prompt(settings, name, page.url, keys));
  const ends = [
    watchSources(root, { onSave: () => void save(), onError: session.end }),
    listenToKeys(keys, () => {
      session.end();
    }),
  ];
  try {
    void save();
    await session.ended;
    served ??= pairOf(await readTarget(target.clients, target.outputs, name));
  } finally {
    ends.forEach((end) => end());
    types.end();
    await Promise.all([page.close(), bundler.close()]);
  }
  return tellResult(
    {
      version: resultVersion,
      command: 'dev',
      stack,
      outcome: 'done',
      status: exitStatus.done,
      target: name,
      serves: { ...served },
    },
    json,
    `${name} serves ${formatPair(served)}. npm run release gates what is saved, and releases it.`,
  );
}

function prompt(
  settings: Settings,
  target: string,
  page: string,
  keys: readonly KeyBinding[],
): string {
  const texts = [...keys, { key: 'q', text: 'end' }].map(({ key, text }) => `${key} ${text}`);
  const leftOut = describeLeftOut(settings);
  return [
    `What you save in function/ and infra/openapi.yaml, ${target} serves at once: no gate sees it.`,
    ...(leftOut === undefined ? [] : [leftOut]),
    `  page  ${page}`,
    process.stdin.isTTY ? `  keys  ${texts.join(', ')}` : '  Ctrl-C ends it',
  ].join('\n');
}

function sayWithTime(text: string): void {
  say(`${new Date().toTimeString().slice(0, 8)}  ${text}`);
}

/** What is worked on, until somebody ends it. */
async function openSession(stack: string) {
  const { settings, clients, outputs } = await openLiveStack(stack);
  const name = chooseTarget(settings, undefined, 'first');
  if (readApiBody(stack) === undefined) {
    say('What Pulumi gave the API last is not known here, so only code is served as it is saved.');
  }
  const { readiness } = await readGateRequests(settings, async () => {
    // The Pulumi SDK alone takes half a second.
    const { openProgram } = await import('../../pulumi/open-program.ts');
    return openProgram(settings);
  });
  const bounds = boundsOf(settings);
  believeOwnWrites(clients, bounds.read);
  const stop = new AbortController();
  const { lambda, apiGateway } = clients;
  const propagation = new Propagation(bounds);
  const target: DevelopedTarget = {
    clients,
    writers: { lambda, apiGateway, propagation, signal: stop.signal },
    outputs,
    name,
    provisioned: () => readApiBody(stack),
  };
  const ownValues = () => readOwnValues(stack);
  return { settings, target, ownValues, readiness, ...endings(stop) };
}

function endings(stop: AbortController) {
  const { promise: ended, resolve, reject } = Promise.withResolvers<undefined>();
  let isIgnoring = false;
  const end = (error?: unknown) => {
    stop.abort();
    if (error === undefined) {
      resolve(undefined);
    } else {
      reject(error instanceof Error ? error : new Error('npm run dev stopped', { cause: error }));
    }
  };
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      end();
    });
  }
  process.on('SIGINT', () => {
    if (!isIgnoring) {
      end();
    }
  });
  watchAncestors(() => {
    end();
  });
  return {
    signal: stop.signal,
    ended,
    end,
    /** Ctrl-C on this terminal is for what runs meanwhile. */
    async ignoringInterrupts(work: () => Promise<void>): Promise<void> {
      isIgnoring = true;
      await work().finally(() => {
        isIgnoring = false;
      });
    },
  };
}
