import { Archive, Asset, isObject, type Properties } from './properties.ts';

// Pulumi's wire format marks values that JSON does not have by an object with this key and one of the kinds below.
const signatureKey = '4dabf18193072939515e22adb298388d';
const secretSignature = '1b47061264138c4ac30d75fd1eb44270';
const outputSignature = 'd0e6a833031e9bbcd3f4e8bde6ca49a4';
const resourceSignature = '5cf8f73096256a8f31e491e813e4eb8e';
const assetSignature = 'c44067f5952c0a294b673a41bacd8c17';
const archiveSignature = '0def7320c3a5731c473e5ecbe6d01bc7';

/**
 * Properties as the engine sent them, as plain values.
 *
 * Secrets are unwrapped: this provider says that it does not accept them, so the engine keeps the
 * secrecy of every property itself and marks the results again. Nulls are left out, as not given.
 */
export function decodeProperties(raw: Properties): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(raw)
      .map(([name, value]) => [name, decode(value)] as const)
      .filter(([, plain]) => plain !== undefined && plain !== null),
  );
}

/** Properties for the engine: the opposite of `decodeProperties`; what is undefined is left out. */
export function encodeProperties(properties: Properties): Record<string, JsonValue> {
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, encode(value)]),
  );
}

/** What the engine's messages can hold. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | JsonValue[]
  | { [name: string]: JsonValue };

function decode(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(decode);
  }
  if (!isObject(value)) {
    return value;
  }
  switch (value[signatureKey]) {
    case undefined:
      return decodeProperties(value);
    case secretSignature:
    case outputSignature:
      return decode(value.value);
    case resourceSignature:
      return decode(value.id ?? value.urn);
    case assetSignature:
      return new Asset(textOf(value.hash), assetContent(value));
    case archiveSignature:
      return new Archive(textOf(value.hash), archiveContent(value));
    default:
      throw new Error('the Pulumi CLI sent a kind of value that this provider does not know');
  }
}

function assetContent(value: Properties): Asset['content'] {
  if (typeof value.path === 'string' && value.path !== '') {
    return { path: value.path };
  }
  if (typeof value.uri === 'string' && value.uri !== '') {
    return { uri: value.uri };
  }
  return typeof value.text === 'string' ? { text: value.text } : undefined;
}

function archiveContent(value: Properties): Archive['content'] {
  if (typeof value.path === 'string' && value.path !== '') {
    return { path: value.path };
  }
  if (typeof value.uri === 'string' && value.uri !== '') {
    return { uri: value.uri };
  }
  if (!isObject(value.assets)) {
    return undefined;
  }
  const assets: Record<string, Asset | Archive> = {};
  for (const [name, entry] of Object.entries(value.assets)) {
    const decoded = decode(entry);
    if (decoded instanceof Asset || decoded instanceof Archive) {
      assets[name] = decoded;
    }
  }
  return { assets };
}

function encode(value: unknown): JsonValue {
  if (Array.isArray(value)) {
    return value.map(encode);
  }
  if (value instanceof Asset) {
    return encodeAsset(value);
  }
  if (value instanceof Archive) {
    return encodeArchive(value);
  }
  if (isObject(value)) {
    return encodeProperties(value);
  }
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return value;
  }
  if (value === null || value === undefined) {
    return null;
  }
  throw new TypeError(`a ${typeof value} cannot be a property value`);
}

function encodeAsset(asset: Asset): JsonValue {
  return { [signatureKey]: assetSignature, hash: asset.hash, ...asset.content };
}

function encodeArchive(archive: Archive): JsonValue {
  const { content } = archive;
  const marked = { [signatureKey]: archiveSignature, hash: archive.hash };
  return content !== undefined && 'assets' in content
    ? { ...marked, assets: encodeProperties(content.assets) }
    : { ...marked, ...content };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
