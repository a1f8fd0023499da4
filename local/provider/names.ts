import { createHash, randomBytes } from 'node:crypto';
import type { Properties } from './properties.ts';

/** Which property names a resource on AWS, and how the name is made when the program gives none. */
export interface AutoName {
  readonly property: string;
  /** Longest name that AWS takes. */
  readonly maxLength: number;
  /** An input that takes the place of the name: what is made begins with it. */
  readonly prefixProperty?: string;
}

/** Hexadecimal digits behind a Pulumi name, and behind a prefix. */
const digitsAfter = { name: 7, prefix: 26 } as const;

/**
 * The name of a resource whose program gives none, as the official provider makes it: its Pulumi name, a
 * hyphen and seven hexadecimal digits, or the prefix that the program gives and 26 of them.
 *
 * @param seed The engine's random seed: the same in preview and update. Empty: random digits.
 */
export function makeName(
  autoName: AutoName,
  resourceName: string,
  seed: Uint8Array,
  inputs: Properties,
): string {
  const entropy = seed.length > 0 ? seed : randomBytes(16);
  const digits = createHash('sha256')
    .update(entropy)
    .update(resourceName)
    .digest('hex')
    .slice(0, digitsOf(autoName, inputs));
  return stemOf(autoName, resourceName, inputs) + digits;
}

/** Whether `makeName` made this name: then a replacement gets another one. */
export function isMadeName(
  autoName: AutoName,
  resourceName: string,
  name: unknown,
  inputs: Properties,
): boolean {
  if (typeof name !== 'string') {
    return false;
  }
  const stem = stemOf(autoName, resourceName, inputs);
  const made = new RegExp(`^[0-9a-f]{${String(digitsOf(autoName, inputs))}}$`);
  return name.startsWith(stem) && made.test(name.slice(stem.length));
}

/** The prefix that a name was made from, as the official provider reads it: what is before 26 digits. */
export function readPrefix(name: string): { readonly namePrefix?: string } {
  const [, namePrefix] = /^(.+)[0-9a-f]{26}$/.exec(name) ?? [];
  return namePrefix === undefined ? {} : { namePrefix };
}

function prefixOf({ prefixProperty }: AutoName, inputs: Properties): string | undefined {
  const prefix = prefixProperty === undefined ? undefined : inputs[prefixProperty];
  return typeof prefix === 'string' ? prefix : undefined;
}

function digitsOf(autoName: AutoName, inputs: Properties): number {
  return digitsAfter[prefixOf(autoName, inputs) === undefined ? 'name' : 'prefix'];
}

function stemOf(autoName: AutoName, resourceName: string, inputs: Properties): string {
  const stem = prefixOf(autoName, inputs) ?? `${resourceName}-`;
  return stem.slice(0, autoName.maxLength - digitsOf(autoName, inputs));
}

/** A resource's URN taken apart: `urn:pulumi:dev::project::parent$aws:lambda/alias:Alias::live`. */
export function parseUrn(urn: string): {
  readonly stack: string;
  readonly type: string;
  readonly name: string;
} {
  const parts = urn.split('::');
  const stack = parts[0]?.replace(/^urn:pulumi:/, '') ?? '';
  const type = parts[2]?.split('$').at(-1);
  if (type === undefined || parts.length < 4) {
    throw new Error(`"${urn}" is not the URN of a resource`);
  }
  return { stack, type, name: parts.slice(3).join('::') };
}
