import { GetAliasCommand, GetFunctionCommand } from '@aws-sdk/client-lambda';
import { z } from 'zod';
import { carries } from '../../stack/stack-tag.ts';
import { placeholderFiles } from '../placeholder.ts';
import { TakenNameError, unlessMissing, type Found, type Planned, type Search } from './planned.ts';

const functionInputs = z.object({ name: z.string(), handler: z.string().default('index.handler') });

/** @throws {TakenNameError} when the function does not carry the stack's tag. */
export async function findFunction(
  { lambda, tag }: Search,
  { inputs }: Planned,
): Promise<Found | undefined> {
  const planned = functionInputs.safeParse(inputs);
  if (!planned.success) {
    return undefined;
  }
  const { name, handler } = planned.data;
  const live = await unlessMissing(lambda.send(new GetFunctionCommand({ FunctionName: name })));
  if (live === undefined) {
    return undefined;
  }
  if (!carries(live.Tags, tag)) {
    throw new TakenNameError(
      `function ${name}`,
      tag,
      `aws lambda tag-resource --resource ${live.Configuration?.FunctionArn ?? ''} --tags ${tag.key}=${tag.value}`,
    );
  }
  // AWS does not give the code back as it came, and without any the provider refuses the next update.
  return {
    id: name,
    kept: { ...inputs, code: withContents(inputs.code, placeholderFiles(handler)) },
  };
}

const archive = z.looseObject({ assets: z.record(z.string(), z.looseObject({})) });

/** The engine's plan leaves out what is in the files of an archive. */
function withContents(code: unknown, files: Readonly<Record<string, string>>): unknown {
  const planned = archive.safeParse(code);
  if (!planned.success) {
    return code;
  }
  const assets = Object.entries(planned.data.assets).map(([file, asset]) => [
    file,
    { ...asset, text: files[file] ?? '' },
  ]);
  return { ...planned.data, assets: Object.fromEntries(assets) as unknown };
}

const aliasInputs = z.object({ functionName: z.string(), name: z.string() });

/** An alias is this stack's as its function is. */
export async function findAlias(
  { lambda }: Search,
  { inputs }: Planned,
): Promise<Found | undefined> {
  const planned = aliasInputs.safeParse(inputs);
  if (!planned.success) {
    return undefined;
  }
  const { functionName, name } = planned.data;
  const live = await unlessMissing(
    lambda.send(new GetAliasCommand({ FunctionName: functionName, Name: name })),
  );
  return live && { id: `${functionName}/${name}` };
}
