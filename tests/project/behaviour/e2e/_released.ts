import { existsSync } from 'node:fs';
import { cp, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { LockedError, lockFolder } from '../../../../local/folder-lock.ts';
import { waitFor } from '../../../../local/tests/_helpers/launcher.ts';
import { createCheckout, type Checkout, type CheckoutOptions } from './_checkout.ts';
import { noProcessLeft } from './_processes.ts';

/** What the embedded AWS and Pulumi know, in `.local`; the rest is of one machine's session. */
const kept = ['state', 'pulumi'];

/**
 * A checkout whose handler and API definition serve on both targets, its settings apart. `npm test` makes one
 * release for all of them, and copies what that left; a test file that runs alone makes its own.
 */
export async function createReleasedCheckout(options: CheckoutOptions = {}): Promise<Checkout> {
  const shared = process.env.TEST_RUN_FOLDER;
  const checkout = await createCheckout(options);
  if (shared === undefined) {
    await release(checkout);
  } else {
    await cp(await releaseOnce(shared), join(checkout.root, '.local'), { recursive: true });
  }
  return checkout;
}

/** @returns a folder with what a first release left, which whoever comes first makes. */
async function releaseOnce(shared: string): Promise<string> {
  const released = join(shared, 'released');
  const unlock = await lock(shared);
  try {
    if (!existsSync(released)) {
      await makeReleased(released);
    }
    return released;
  } finally {
    unlock();
  }
}

async function makeReleased(folder: string): Promise<void> {
  const checkout = await createCheckout({ areTiersGreen: true });
  try {
    await release(checkout);
    // Until its server has ended, it may write.
    await noProcessLeft(dirname(checkout.root));
    const making = `${folder}-making`;
    for (const name of kept) {
      await cp(join(checkout.root, '.local', name), join(making, name), {
        recursive: true,
        filter: (source) => !/^lock(-journal)?$/.test(basename(source)),
      });
    }
    await rename(making, folder);
  } finally {
    await checkout.close();
  }
}

async function release(checkout: Checkout): Promise<void> {
  const { status, stderr } = await checkout.release();
  if (status !== 0) {
    throw new Error(`The first release ended with ${String(status)}: ${stderr}`);
  }
}

async function lock(folder: string): Promise<() => void> {
  const held: (() => void)[] = [];
  await waitFor('another test file has made a release', () => {
    try {
      held.push(lockFolder(folder));
    } catch (error) {
      if (!(error instanceof LockedError)) {
        throw error;
      }
    }
    return held.length > 0;
  });
  return () => {
    held.forEach((unlock) => {
      unlock();
    });
  };
}
