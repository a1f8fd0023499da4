import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { isAlive } from '../bootstrap/is-alive.mjs';
import { project } from '../../stack/project.ts';
import { shortNameOf } from '../../stack/stack-name.ts';
import { findBackendUrl, folderOfBackend } from './backend-url.ts';

const lockFile = z.object({ pid: z.number(), hostname: z.string() });

/**
 * Whether a stack is known to be missing, without starting the CLI; false for a backend that is
 * not a folder.
 */
export function isStackMissing(stack: string): boolean {
  const file = stateFile(stack);
  return file !== undefined && !existsSync(file);
}

/**
 * Whether the Pulumi locks of a stack are those of a CLI that was killed on this machine: with a
 * file backend a lock is a file, which SIGKILL leaves behind (trap D30). Of other backends nothing
 * is known here, so their locks are respected.
 */
export function isLockLeftBehind(stack: string): boolean {
  const folder = backendFolder();
  if (folder === undefined) {
    return false;
  }
  const locks = readLocks(join(folder, 'locks', 'organization', project, shortNameOf(stack)));
  return (
    locks.length > 0 && locks.every((lock) => lock?.hostname === hostname() && !isAlive(lock.pid))
  );
}

/**
 * Takes the state that Pulumi kept from before, when a CLI was killed while it wrote the file; and takes away
 * what it notes beside a file, and can do without, when it was killed while it wrote that.
 *
 * @param stack whose lock was left behind, so that nobody writes now.
 */
export function restoreCheckpoint(stack: string): void {
  const file = stateFile(stack);
  if (file !== undefined && existsSync(file) && !isJson(file) && isJson(`${file}.bak`)) {
    copyFileSync(`${file}.bak`, file);
  }
  for (const notes of file === undefined ? [] : [`${file}.attrs`, `${file}.bak.attrs`]) {
    if (existsSync(notes) && !isJson(notes)) {
      rmSync(notes);
    }
  }
}

const checkpoint = z.object({
  checkpoint: z.object({
    latest: z.object({
      resources: z.array(
        z.looseObject({
          type: z.string(),
          inputs: z.looseObject({}).optional(),
          outputs: z.looseObject({}).optional(),
        }),
      ),
    }),
  }),
});

/**
 * The API definition that Pulumi gave the REST API of a stack last.
 *
 * @returns undefined where that is not known, or a secret is in it.
 */
export function readApiBody(stack: string): string | undefined {
  const body = findResource(stack, 'aws:apigateway/restApi:RestApi')?.inputs?.body;
  return typeof body === 'string' ? body : undefined;
}

/** What `infra/own.ts` gave the last `pulumi up` for `openapi.yaml`, but for secrets; nothing where that is not known. */
export function readOwnValues(stack: string): Readonly<Record<string, ApiValue>> {
  const values = findResource(stack, 'pulumi:pulumi:Stack')?.outputs?.values;
  return Object.fromEntries(
    Object.entries(typeof values === 'object' && values !== null ? values : {}).flatMap(
      ([name, value]: [string, unknown]) => {
        const known = apiValue.safeParse(value);
        return known.success ? [[name, known.data]] : [];
      },
    ),
  );
}

const apiValue = z.union([z.string(), z.number(), z.boolean()]);
type ApiValue = z.infer<typeof apiValue>;

/** As the last `pulumi up` left it; undefined also where Pulumi's state is no folder of this machine. */
function findResource(stack: string, wanted: string) {
  const file = stateFile(stack);
  if (file === undefined || !existsSync(file)) {
    return undefined;
  }
  const state = checkpoint.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  return state.data?.checkpoint.latest.resources.find(({ type }) => type === wanted);
}

function stateFile(stack: string): string | undefined {
  const folder = backendFolder();
  return folder && join(folder, 'stacks', project, `${shortNameOf(stack)}.json`);
}

function backendFolder(): string | undefined {
  const folder = folderOfBackend(findBackendUrl() ?? '');
  return folder && join(folder, '.pulumi');
}

function isJson(file: string): boolean {
  try {
    JSON.parse(readFileSync(file, 'utf8'));
    return true;
  } catch {
    return false;
  }
}

/** @returns undefined for a lock that cannot be read, or is gone by now. */
function readLocks(folder: string): (z.infer<typeof lockFile> | undefined)[] {
  return existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.json'))
        .map((name) => readLock(join(folder, name)))
    : [];
}

function readLock(file: string): z.infer<typeof lockFile> | undefined {
  try {
    return lockFile.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}
