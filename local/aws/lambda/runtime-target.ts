import { writeLog } from '../logs/write.ts';
import type { Region } from '../region.ts';
import type { RuntimeTarget } from './runtime.ts';
import type { FunctionState, VersionState } from './state.ts';

/** @param provisioned how much of the version's concurrency is provisioned */
export function runtimeTarget(
  region: Region,
  fn: FunctionState,
  version: VersionState,
  provisioned: number,
): RuntimeTarget {
  const { account, endpoint } = region;
  return {
    account,
    region: region.region,
    endpoint,
    functionName: fn.name,
    version,
    provisioned,
    zip: () => region.blobs.get(version.code.sha),
    onStrayLog: (logStream, lines) => {
      writeLog(region, version.configuration.logging.group, logStream, lines);
    },
  };
}
