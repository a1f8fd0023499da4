import * as pulumi from '@pulumi/pulumi';

/** Matched by a selection pattern in `openapi.yaml`, which makes it a 503. */
const message = 'Nothing released yet';

/** The code of a function before its first release: every invocation says that there is none. */
export function placeholderCode(): pulumi.asset.Archive {
  return new pulumi.asset.AssetArchive({
    'index.mjs': new pulumi.asset.StringAsset(
      `export async function handler() {\n  throw new Error('${message}');\n}\n`,
    ),
  });
}
