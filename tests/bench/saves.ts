import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';
import { z } from 'zod';
import { askServer, findServer } from './embedded-aws.ts';
import { spreadOf, type Spread } from './statistics.ts';
import type { Workspace } from './workspace.ts';

/** How long `npm run dev` takes from a saved handler until the stage's URL answers with it. */
export interface MeasuredSaves {
  readonly saves: number;
  /** Milliseconds. */
  readonly aimMs: number;
  readonly servedMs: Spread;
}

const aimMs = 300;
const saves = 20;
const pollMs = 3;
const patienceMs = 30_000;
const path = '/greeting';

const apisAnswer = z.object({
  apis: z.array(z.object({ stages: z.array(z.object({ name: z.string(), url: z.string() })) })),
});

/**
 * Saves the handler again and again while `npm run dev` runs.
 *
 * @param stateFolder of an embedded AWS on which a release was made
 * @throws {Error} when what is saved is not served
 */
export async function measureSaves(
  workspace: Workspace,
  stateFolder: string,
): Promise<MeasuredSaves> {
  const dev = execa('npm', ['run', '--silent', 'dev'], {
    ...workspace.startOptions(stateFolder),
    all: true,
    reject: false,
  });
  try {
    let printed = '';
    dev.all.on('data', (chunk) => (printed += String(chunk)));
    await until(() => Promise.resolve(/ serves .* after \d+ ms/.test(printed)), 'npm run dev');
    const url = `${await findStage(stateFolder)}${path}`;
    const times: number[] = [];
    // The first one is not counted.
    while (times.length <= saves) {
      times.push(await timeOfSave(workspace, url));
    }
    return { saves, aimMs, servedMs: spreadOf(times.slice(1)) };
  } finally {
    dev.kill();
    await dev;
  }
}

async function timeOfSave(workspace: Workspace, url: string): Promise<number> {
  const before = await versionAt(url);
  const savedAt = performance.now();
  workspace.editHandler();
  await until(async () => (await versionAt(url)) !== before, url);
  return performance.now() - savedAt;
}

async function versionAt(url: string): Promise<string | null> {
  const answer = await fetch(url);
  await answer.arrayBuffer();
  return answer.headers.get('x-lambda-version');
}

async function findStage(stateFolder: string): Promise<string> {
  const answer = await askServer(findServer(stateFolder), 'GET', 'apis');
  const { apis } = apisAnswer.parse(await answer.json());
  const stage = apis.flatMap(({ stages }) => stages).find(({ name }) => name === 'stage');
  return stage?.url ?? '';
}

async function until(isSo: () => Promise<boolean>, what: string): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!(await isSo())) {
    if (performance.now() > deadline) {
      throw new Error(`What is saved is not served: ${what}`);
    }
    await delay(pollMs);
  }
}
