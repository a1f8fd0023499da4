import { findPulumi } from '../../toolchain/pulumi.ts';

/**
 * Finds the Pulumi CLI, which tests start, before they do: getting it now keeps minutes of downloading out of
 * a test's time limit. @returns whether there is one
 */
export async function hasToolchain(print: (text: string) => void): Promise<boolean> {
  try {
    const { binDir, version } = await findPulumi((line) => print(`${line}\n`));
    print(`Pulumi ${version} (${binDir})\n\n`);
    return true;
  } catch (error) {
    print(`${error instanceof Error ? error.message : String(error)}\n`);
    return false;
  }
}
