import { LagError, parseLag } from '../lag-settings.ts';
import type { LagSettings } from '../lag-settings.ts';
import { SessionError } from './errors.ts';
import { localFolder } from './folder.ts';
import type { LocalFolder } from './folder.ts';

/** What a person can set about the embedded AWS, by environment variables. */
export interface Settings {
  readonly folder: LocalFolder;
  /** `LOCAL_AWS_PORT`; left out: the port chosen at the first start. */
  readonly port: number | undefined;
  /** `LOCAL_AWS_REGION`, else `eu-west-1`. */
  readonly region: string;
  /** `LOCAL_AWS_LINGER_MS`: how long the server stays after the last command. */
  readonly lingerMs: number;
  /** `LOCAL_AWS_LAG`; left out: as the server has it, which at its start is not at all. */
  readonly lag: LagSettings | undefined;
}

/** @throws {SessionError} with status 2 for values that cannot be */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  return {
    folder: localFolder(env.LOCAL_AWS_DIR),
    port: readInteger(env, 'LOCAL_AWS_PORT', 1, 65_535),
    region: readRegion(env.LOCAL_AWS_REGION ?? 'eu-west-1'),
    lingerMs: readInteger(env, 'LOCAL_AWS_LINGER_MS', 0, 3_600_000) ?? 5000,
    lag: readLag(env.LOCAL_AWS_LAG ?? ''),
  };
}

function readInteger(
  env: NodeJS.ProcessEnv,
  name: string,
  min: number,
  max: number,
): number | undefined {
  const text = env[name];
  if (text === undefined || text === '') {
    return undefined;
  }
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max) {
    const range = `${String(min)} and ${String(max)}`;
    throw new SessionError(`${name} is "${text}", but must be a whole number between ${range}.`, 2);
  }
  return value;
}

function readLag(text: string): LagSettings | undefined {
  try {
    return text === '' ? undefined : parseLag(text);
  } catch (error) {
    if (!(error instanceof LagError)) {
      throw error;
    }
    throw new SessionError(`LOCAL_AWS_LAG is "${text}". ${error.message}`, 2);
  }
}

function readRegion(region: string): string {
  if (!/^[a-z]{2,}(-[a-z]+)+-\d+$/.test(region)) {
    throw new SessionError(`LOCAL_AWS_REGION is "${region}", but must be like eu-west-1.`, 2);
  }
  return region;
}
