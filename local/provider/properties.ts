/** Property values of a resource, decoded: plain JSON, `Asset`, `Archive`, and `UNKNOWN` for what a preview cannot know. */
export type Properties = Readonly<Record<string, unknown>>;

/** Stands for a value that a preview cannot know yet. The string is the one of Pulumi's wire format. */
export const unknownValue = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

/** A file in an archive: its text, or where it is. */
export class Asset {
  /** SHA-256 in hex, by the engine. Empty when the engine sent none. */
  readonly hash: string;
  /** One of them; none when the asset came out of a state file, which keeps only the hash. */
  readonly content:
    | { readonly text: string }
    | { readonly path: string }
    | { readonly uri: string }
    | undefined;

  constructor(hash: string, content: Asset['content']) {
    this.hash = hash;
    this.content = content;
  }
}

/** Files by their path in the archive, or a folder or an archive file on disk. */
export class Archive {
  /** SHA-256 in hex over the contents, by the engine. Empty when the engine sent none. */
  readonly hash: string;
  readonly content:
    | { readonly assets: Readonly<Record<string, Asset | Archive>> }
    | { readonly path: string }
    | { readonly uri: string }
    | undefined;

  constructor(hash: string, content: Archive['content']) {
    this.hash = hash;
    this.content = content;
  }
}

/** Whether a value is an object written with braces, and not an array, an asset or an archive. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Asset) &&
    !(value instanceof Archive)
  );
}

/** Whether a value is, or holds at any depth, what a preview cannot know. */
export function hasUnknown(value: unknown): boolean {
  if (Array.isArray(value)) {
    return value.some(hasUnknown);
  }
  return isObject(value) ? Object.values(value).some(hasUnknown) : value === unknownValue;
}

/** The properties named, as far as there are values for them. */
export function pick(properties: Properties, names: Iterable<string>): Record<string, unknown> {
  const picked: Record<string, unknown> = {};
  for (const name of names) {
    if (properties[name] !== undefined) {
      picked[name] = properties[name];
    }
  }
  return picked;
}
