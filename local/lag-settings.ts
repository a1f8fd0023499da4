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
  /** How long a new role cannot be assumed by Lambda. */
  readonly role: number;
  /** After which time without a call a version is `Inactive`; 0 is never. */
  readonly idle: number;
  /** Whether AWS's quotas of calls hold, and what is over them is answered 429. */
  readonly quotas: boolean;
  /** How many hosts the data plane has. */
  readonly hosts: number;
  /** What all delays come from; left out, it is a new one each time. */
  readonly seed?: number;
}

/** What is instant: a change is seen everywhere at once. */
export const noLag: LagSettings = {
  ...{ alias: 0, stage: 0, permission: 0, read: 0, role: 0, idle: 0 },
  ...{ quotas: false, hosts: 4 },
};

/** Whether anything is other than at once, and as often as one likes. */
export function doesLag(lag: LagSettings): boolean {
  const { alias, stage, permission, read, role, idle, quotas } = lag;
  return quotas || Math.max(alias, stage, permission, read, role, idle) > 0;
}

interface Rule {
  /** `a number of seconds from 0 to 3600`. */
  readonly kind: string;
  readonly takes: (value: unknown) => boolean;
}

const seconds: Rule = {
  kind: 'a number of seconds from 0 to 3600',
  takes: (value) => typeof value === 'number' && value >= 0 && value <= 3600,
};
const onOrOff: Rule = { kind: 'on or off', takes: (value) => typeof value === 'boolean' };

function whole(least: number, most: number): Rule {
  return {
    kind: `a whole number from ${String(least)} to ${String(most)}`,
    takes: (value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most,
  };
}

const rules: Readonly<Record<keyof LagSettings, Rule>> = {
  ...{ alias: seconds, stage: seconds, permission: seconds, read: seconds },
  ...{ role: seconds, idle: seconds, quotas: onOrOff },
  ...{ hosts: whole(1, 100), seed: whole(0, 2 ** 32 - 1) },
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
      throw new LagError(`The lag has "${part}" where a name and a value should be`);
    }
    if (given.has(name)) {
      throw new LagError(`The lag has ${name} twice`);
    }
    given.set(name, readValue(value));
  }
  return toLag(Object.fromEntries(given));
}

/** Writes a lag as {@link parseLag} reads it. */
export function formatLag(lag: LagSettings): string {
  return Object.entries<number | boolean>({ ...lag })
    .map(([name, value]) => `${name}=${formatSetting(value)}`)
    .join(',');
}

function formatSetting(value: number | boolean): string {
  return typeof value === 'number' ? String(value) : value ? 'on' : 'off';
}

/**
 * Reads a lag from JSON: `{ "alias": 2 }`.
 *
 * @throws {LagError} as {@link parseLag}, and for what is no object
 */
export function toLag(value: unknown): LagSettings {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new LagError('The lag is not an object');
  }
  const given = Object.entries(value).map(([name, setting]) => {
    verifySetting(name, setting);
    return [name, setting] as const;
  });
  return { ...noLag, ...Object.fromEntries(given) };
}

const switched = new Map([
  ['on', true],
  ['off', false],
]);

/** A number or a switch; a text that is none stays as it is. */
function readValue(text: string): unknown {
  return switched.get(text) ?? (Number.isNaN(Number(text)) ? text : Number(text));
}

function verifySetting(name: string, value: unknown): void {
  if (!isSettingName(name)) {
    throw new LagError(`The lag has no "${name}", only ${Object.keys(rules).join(', ')}`);
  }
  const { kind, takes } = rules[name];
  if (!takes(value)) {
    throw new LagError(`${name} of the lag is ${String(value)}, but must be ${kind}`);
  }
}

function isSettingName(name: string): name is keyof LagSettings {
  return Object.hasOwn(rules, name);
}
