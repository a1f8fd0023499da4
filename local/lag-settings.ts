/** How far the embedded AWS lags, in seconds; all 0 is not at all. */
export interface LagSettings {
  /** The longest time until a host of the data plane has learned of a change of an alias. */
  readonly alias: number;
  /** The same for an API stage: its deployment, variables, canary and method settings. */
  readonly stage: number;
  /** The same for a function's resource policy. */
  readonly permission: number;
  /** How old a read of the control plane may be. */
  readonly read: number;
  /** How many hosts the data plane has. */
  readonly hosts: number;
  /** What all delays come from; left out, it is a new one each time. */
  readonly seed?: number;
}

/** What is instant: a change is seen everywhere at once. */
export const noLag: LagSettings = { alias: 0, stage: 0, permission: 0, read: 0, hosts: 4 };

interface Range {
  readonly least: number;
  readonly most: number;
  readonly isWhole: boolean;
}

const seconds: Range = { least: 0, most: 3600, isWhole: false };
const ranges: Readonly<Record<keyof LagSettings, Range>> = {
  alias: seconds,
  stage: seconds,
  permission: seconds,
  read: seconds,
  hosts: { least: 1, most: 100, isWhole: true },
  seed: { least: 0, most: 2 ** 32 - 1, isWhole: true },
};

/** A setting of the lag that cannot be. The message is one sentence for a person. */
export class LagError extends Error {
  constructor(problem: string) {
    super(`${problem}. Write it like this: alias=2,stage=5,permission=1,read=1,hosts=4`);
    this.name = 'LagError';
  }
}

/**
 * Reads a lag as people write it: `alias=2,stage=5,read=1`. What is left out is 0, and `hosts` is 4.
 *
 * @throws {LagError} for a name that is no setting, twice the same, or a value that cannot be
 */
export function parseLag(text: string): LagSettings {
  const given = new Map<string, unknown>();
  for (const part of text.split(',').map((piece) => piece.trim())) {
    const [name = '', value = '', ...rest] = part.split('=').map((piece) => piece.trim());
    if (value === '' || rest.length > 0) {
      throw new LagError(`The lag has "${part}" where a name and a number should be`);
    }
    if (given.has(name)) {
      throw new LagError(`The lag has ${name} twice`);
    }
    given.set(name, Number.isNaN(Number(value)) ? value : Number(value));
  }
  return toLag(Object.fromEntries(given));
}

/**
 * Reads a lag from JSON: `{ "alias": 2 }`.
 *
 * @throws {LagError} as {@link parseLag}, and for what is no object
 */
export function toLag(value: unknown): LagSettings {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new LagError('The lag is not an object of numbers');
  }
  const given = Object.entries(value).map(([name, setting]) => {
    verifySetting(name, setting);
    return [name, setting] as const;
  });
  return { ...noLag, ...Object.fromEntries(given) };
}

function verifySetting(name: string, value: unknown): void {
  if (!isSettingName(name)) {
    throw new LagError(`The lag has no "${name}", only ${Object.keys(ranges).join(', ')}`);
  }
  const { least, most, isWhole } = ranges[name];
  const fits =
    typeof value === 'number' &&
    value >= least &&
    value <= most &&
    (!isWhole || Number.isInteger(value));
  if (!fits) {
    const kind = isWhole ? 'a whole number' : 'a number of seconds';
    throw new LagError(
      `${name} of the lag is ${String(value)}, but must be ${kind} from ${String(least)} to ${String(most)}`,
    );
  }
}

function isSettingName(name: string): name is keyof LagSettings {
  return Object.hasOwn(ranges, name);
}
