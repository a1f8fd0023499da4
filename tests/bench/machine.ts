import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';

/** Where and on what the figures were measured. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly system: string;
  readonly node: string;
  readonly pulumi: string;
  /** Over 1, 5 and 15 minutes, before the first run. */
  readonly loadBefore: readonly number[];
}

/** @param pulumi version of the Pulumi CLI */
export function describeMachine(pulumi: string): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.version,
    pulumi,
    loadBefore: loadavg().map((load) => Math.round(load * 100) / 100),
  };
}
