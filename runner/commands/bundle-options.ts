import type { BundleOptions } from '../../bundler/bundle.ts';
import type { Settings } from '../../stack/stack-file.ts';

/** How a stack's settings say that its function is bundled. */
export function bundleOptions({ program }: Settings, signal?: AbortSignal): Partial<BundleOptions> {
  const { runtime, architecture, handler, bundle: settings } = program.function;
  const { command, output, s3: hasBucket, ...options } = settings;
  const byCommand = command === undefined || output === undefined ? undefined : { command, output };
  return { ...options, runtime, architecture, handler, byCommand, hasBucket, signal };
}
