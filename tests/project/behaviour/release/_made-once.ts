import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { cp, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { startEmbedded, type Embedded } from '../../../../local/tests/_helpers/embedded.ts';
import type { Timings } from '../../../../local/aws/region.ts';

type Options = NonNullable<Parameters<typeof startEmbedded>[1]>;

/** Makes something in an embedded AWS. */
export interface Making<Made> {
  /** Says all that the making depends on: by the same name the same is made. */
  readonly name: string;
  /** @returns what JSON can hold. */
  readonly make: (embedded: Embedded) => Promise<Made>;
}

/** Of stacks that nothing is waited for in. */
const timings: Partial<Timings> = { pendingMs: 5, inProgressMs: 5 };

/**
 * An embedded AWS of its own in which something was made: by the first test of a run that asks for it, and for the
 * others what it left is copied, in a tenth of the time.
 */
export async function startMade<Made>(
  t: ExecutionContext,
  making: Making<Made>,
  options: Options = {},
): Promise<{ readonly embedded: Embedded; readonly made: Made }> {
  const folder = await makeOnce(t, making);
  const embedded = await startEmbedded(t, {
    ...options,
    timings: { ...timings, ...options.timings },
    from: join(folder, 'state'),
  });
  const made = JSON.parse(await readFile(join(folder, 'made.json'), 'utf8')) as Made;
  return { embedded, made };
}

async function makeOnce<Made>(t: ExecutionContext, { name, make }: Making<Made>): Promise<string> {
  const folder = join(sharedFolder(), `made-${createHash('sha256').update(name).digest('hex')}`);
  if (existsSync(folder)) {
    return folder;
  }
  const unfinished = await mkdtemp(join(sharedFolder(), 'making-'));
  const embedded = await startEmbedded(t, { timings });
  const made = await make(embedded);
  await embedded.aws.close();
  await cp(embedded.dir, join(unfinished, 'state'), { recursive: true });
  await writeFile(join(unfinished, 'made.json'), JSON.stringify(made));
  await rename(unfinished, folder).catch(async (error: unknown) => {
    await rm(unfinished, { recursive: true });
    if (!existsSync(folder)) {
      throw error;
    }
  });
  return folder;
}

let ownFolder: string | undefined;

/** Of the run, or of this process where a test file runs alone. */
function sharedFolder(): string {
  return process.env.TEST_RUN_FOLDER ?? (ownFolder ??= temporaryFolderOfProcess());
}

function temporaryFolderOfProcess(): string {
  const folder = mkdtempSync(join(tmpdir(), 'made-once-'));
  process.once('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}
