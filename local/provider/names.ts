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

/**
 * The name of a resource whose program gives none: its Pulumi name, a hyphen and seven hexadecimal
 * digits, as the official provider makes it.
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
    .slice(0, 7);
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
  return name.startsWith(stem) && /^[0-9a-f]{7}$/.test(name.slice(stem.length));
}

function stemOf(autoName: AutoName, resourceName: string, inputs: Properties): string {
  const { prefixProperty } = autoName;
  const prefix = prefixProperty === undefined ? undefined : inputs[prefixProperty];
  const stem = typeof prefix === 'string' ? prefix : `${resourceName}-`;
  return stem.slice(0, autoName.maxLength - 7);
}

/** A resource's URN taken apart: `urn:pulumi:dev::project::parent$aws:lambda/alias:Alias::live`. */
export function parseUrn(urn: string): { readonly type: string; readonly name: string } {
  const parts = urn.split('::');
  const type = parts[2]?.split('$').at(-1);
  if (type === undefined || parts.length < 4) {
    throw new Error(`"${urn}" is not the URN of a resource`);
  }
  return { type, name: parts.slice(3).join('::') };
}
