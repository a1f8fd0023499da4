import { byName, type ByName } from '../by-name.ts';

export interface SsmState {
  /** By name. */
  readonly parameters: ByName<Parameter>;
}

export type ParameterType = 'String' | 'StringList' | 'SecureString';

export interface Parameter {
  name: string;
  type: ParameterType;
  value: string;
  /** From 1; each change is one more. */
  version: number;
  /** Milliseconds since the epoch. */
  lastModified: number;
  description?: string;
  /** Of a `SecureString`. */
  keyId?: string;
  allowedPattern?: string;
  tier: string;
  dataType: string;
  tags: ByName<string>;
}

/** The state of a region without parameters. */
export function emptySsmState(): SsmState {
  return { parameters: byName() };
}
