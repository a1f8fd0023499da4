import { createHash } from 'node:crypto';

/** What a `FunctionName` parameter may say. */
export interface FunctionReference {
  readonly name: string;
  /** Alias, version number or `$LATEST`. */
  readonly qualifier?: string;
  readonly account?: string;
  readonly region?: string;
}

/** The pattern of the API reference, with the parts named. */
const functionReference = new RegExp(
  [
    '^(?:arn:aws[a-zA-Z-]*:lambda:)?',
    String.raw`(?:(?<region>[a-z]{2}(?:-gov|-iso[a-z]?)?-[a-z]+-\d):)?`,
    String.raw`(?:(?<account>\d{12}):)?`,
    '(?:function:)?',
    '(?<name>[a-zA-Z0-9-_]+)',
    String.raw`(?::(?<qualifier>\$LATEST|[a-zA-Z0-9-_]+))?$`,
  ].join(''),
);

/**
 * Reads a function's name, `name:qualifier`, partial ARN (`123456789012:function:name`) or full ARN.
 *
 * @returns `undefined` where the text is none of these.
 */
export function parseFunctionReference(text: string): FunctionReference | undefined {
  const groups = functionReference.exec(text)?.groups;
  if (groups?.name === undefined) {
    return undefined;
  }
  const { name, qualifier, account, region } = groups;
  return {
    name,
    ...(qualifier !== undefined && { qualifier }),
    ...(account !== undefined && { account }),
    ...(region !== undefined && { region }),
  };
}

/** Where a function lives. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** `arn:aws:lambda:REGION:ACCOUNT:function:NAME`, with `:QUALIFIER` where one is given. */
export function functionArn(place: Place, name: string, qualifier?: string): string {
  const arn = `arn:${partition(place.region)}:lambda:${place.region}:${place.account}:function:${name}`;
  return qualifier === undefined ? arn : `${arn}:${qualifier}`;
}

/** The ARN of the version of a runtime that functions run on: made of its name, as a digest. */
export function runtimeVersionArn({ region }: Pick<Place, 'region'>, runtime: string): string {
  const digest = createHash('sha256').update(runtime).digest('hex');
  return `arn:${partition(region)}:lambda:${region}::runtime:${digest}`;
}

function partition(region: string): string {
  if (region.startsWith('cn-')) {
    return 'aws-cn';
  }
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

/** Whether a qualifier has the form of a published version's number. */
export function isVersionNumber(qualifier: string): boolean {
  return /^[0-9]+$/.test(qualifier);
}

/** Whether a text may name an alias: letters, digits, `-`, `_`, not only digits. */
export function isAliasName(text: string): boolean {
  return /^(?!^[0-9]+$)[a-zA-Z0-9-_]{1,128}$/.test(text);
}
