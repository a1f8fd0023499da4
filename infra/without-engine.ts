import * as pulumi from '@pulumi/pulumi';

/**
 * Runs what makes resources where Pulumi's runtime has mocks in the place of an engine, and takes them away again.
 *
 * @param make what it gives back may hold outputs.
 * @returns the same, with their values.
 * @throws {Error} what `make` throws.
 */
export async function runWithoutEngine<T>(make: () => T | Promise<T>): Promise<pulumi.Unwrap<T>> {
  const { promise, resolve, reject } = Promise.withResolvers<pulumi.Unwrap<T>>();
  // A stack whose program throws would end the process.
  promise.catch(() => undefined);
  await pulumi.runtime.runInPulumiStack(async () => {
    try {
      pulumi.output(await make()).apply(resolve);
    } catch (error) {
      reject(error);
    }
    return {};
  });
  await pulumi.runtime.disconnect();
  return promise;
}
