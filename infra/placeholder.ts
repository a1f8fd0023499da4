import * as pulumi from '@pulumi/pulumi';

/** Matched by a selection pattern in `openapi.yaml`, which makes it a 503. */
const message = 'Nothing released yet';

/** By name. */
export const placeholderFiles: Readonly<Record<string, string>> = {
  'index.mjs': `export async function handler() {\n  throw new Error('${message}');\n}\n`,
};

/** The code of a function before its first release: every invocation says that there is none. */
export function placeholderCode(): pulumi.asset.Archive {
  const files = Object.entries(placeholderFiles).map(
    ([name, text]) => [name, new pulumi.asset.StringAsset(text)] as const,
  );
  return new pulumi.asset.AssetArchive(Object.fromEntries(files));
}
