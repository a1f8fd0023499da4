import * as pulumi from '@pulumi/pulumi';

/** Matched by a selection pattern in `openapi.yaml`, which makes it a 503. */
const message = 'Nothing released yet';

/**
 * The files of a function before its first release, by name.
 *
 * @param handler as the function has it, `index.handler`: what is exported is called so.
 */
export function placeholderFiles(handler: string): Readonly<Record<string, string>> {
  const [, name = 'handler'] = /^index\.([A-Za-z_$][\w$]*)$/.exec(handler) ?? [];
  return {
    'index.mjs': `export async function ${name}() {\n  throw new Error('${message}');\n}\n`,
  };
}

/** The code of a function before its first release: every invocation says that there is none. */
export function placeholderCode(handler: string): pulumi.asset.Archive {
  const files = Object.entries(placeholderFiles(handler)).map(
    ([name, text]) => [name, new pulumi.asset.StringAsset(text)] as const,
  );
  return new pulumi.asset.AssetArchive(Object.fromEntries(files));
}
