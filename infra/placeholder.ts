import * as pulumi from '@pulumi/pulumi';

/** Matched by a selection pattern in `openapi.yaml`, which makes it a 503. */
const message = 'Nothing released yet';

/**
 * The code of a function before its first release: every invocation says that there is none.
 *
 * @param handler as the function has it, `index.handler`: what is exported is called so.
 */
export function placeholderCode(handler: string): pulumi.asset.Archive {
  const [, name = 'handler'] = /^index\.([A-Za-z_$][\w$]*)$/.exec(handler) ?? [];
  return new pulumi.asset.AssetArchive({
    'index.mjs': new pulumi.asset.StringAsset(
      `export async function ${name}() {\n  throw new Error('${message}');\n}\n`,
    ),
  });
}
