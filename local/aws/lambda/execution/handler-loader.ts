import { existsSync, readFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

import { callbackHandler, type HandlerContext } from './callback-handler.ts';
import { RuntimeError } from './handler-errors.ts';
import { nodeMajor } from './node-major.ts';
import { awslambda, bufferedHandler, isStreaming } from './streaming-handler.ts';

export type Handler = (event: unknown, context: HandlerContext) => unknown;

/** The exact text of the Node.js 24 runtime. */
const callbackMessage =
  'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. ' +
  'You need to modify this function to use a supported handler signature to use Node.js 24 or later. ' +
  'For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.';

/**
 * Loads `folder/file.export` as Lambda's Node.js runtime does: `.js`, then `.mjs`, then `.cjs`; ESM
 * or CommonJS by extension and package.json. Callback-style handlers (three parameters) run in the
 * runtimes before nodejs24.x, which refuses them. One that streams is answered whole.
 *
 * @param taskRoot the folder with the function's code, without symbolic links.
 * @throws {RuntimeError} with the `errorType` that Lambda reports, or what the module itself threw.
 */
export async function loadHandler(taskRoot: string, handler: string): Promise<Handler> {
  const { path, names } = splitHandler(handler);
  confineModules(taskRoot);
  Object.assign(globalThis, { awslambda });
  const exported = await importModule(taskRoot, path);
  const found = names.reduce<unknown>(member, exported);
  if (typeof found !== 'function') {
    const message = `${handler} is ${found === undefined ? 'undefined or not exported' : 'not a function'}`;
    throw new RuntimeError('Runtime.HandlerNotFound', message);
  }
  if (isStreaming(found)) {
    return bufferedHandler(found);
  }
  if (nodeMajor(process.env.AWS_EXECUTION_ENV ?? '') < 24) {
    return callbackHandler((...parameters): unknown => Reflect.apply(found, undefined, parameters));
  }
  if (found.length > 2) {
    throw new RuntimeError('Runtime.CallbackHandlerDeprecated', callbackMessage);
  }
  return (event, context) => {
    const answer: unknown = Reflect.apply(found, undefined, [event, context]);
    return answer;
  };
}

function splitHandler(handler: string): { readonly path: string; readonly names: string[] } {
  const file = basename(handler);
  const dot = file.indexOf('.');
  if (dot <= 0 || dot === file.length - 1 || handler.split('/').includes('..')) {
    throw new RuntimeError('Runtime.MalformedHandlerName', 'Bad handler');
  }
  const folder = handler.slice(0, handler.length - file.length);
  return { path: folder + file.slice(0, dot), names: file.slice(dot + 1).split('.') };
}

function member(value: unknown, name: string): unknown {
  const holds = (typeof value === 'object' && value !== null) || typeof value === 'function';
  return holds ? Reflect.get(value, name) : undefined;
}

async function importModule(taskRoot: string, path: string): Promise<unknown> {
  const file = ['.js', '.mjs', '.cjs']
    .map((extension) => resolve(taskRoot, path + extension))
    .find((candidate) => existsSync(candidate));
  if (file === undefined) {
    const requireStack = 'Require stack:\n- /var/runtime/index.mjs';
    throw importError(`Error: Cannot find module '${basename(path)}'\n${requireStack}`);
  }
  try {
    if (isModule(file, taskRoot)) {
      return await import(pathToFileURL(file).href);
    }
    const required: unknown = createRequire(file)(file);
    return required;
  } catch (error) {
    throw translated(error);
  }
}

/** Whether a file is ESM: by its extension, else by the nearest package.json of the function. */
function isModule(file: string, taskRoot: string): boolean {
  if (!file.endsWith('.js')) {
    return file.endsWith('.mjs');
  }
  for (let folder = dirname(file); folder.startsWith(taskRoot); folder = dirname(folder)) {
    const description = join(folder, 'package.json');
    if (existsSync(description)) {
      const parsed: unknown = JSON.parse(readFileSync(description, 'utf8'));
      return member(parsed, 'type') === 'module';
    }
  }
  return false;
}

function translated(error: unknown): unknown {
  if (error instanceof SyntaxError) {
    return new RuntimeError('Runtime.UserCodeSyntaxError', String(error), error);
  }
  const code = member(error, 'code');
  if (code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND') {
    return importError(String(error), error);
  }
  return error;
}

function importError(message: string, cause?: unknown): RuntimeError {
  return new RuntimeError('Runtime.ImportModuleError', message, cause);
}

/**
 * Keeps a function to its own package, so that what would be missing on Lambda is missing here, even
 * when the code lies below a folder with a `node_modules`. Lambda's Node.js runtime brings the AWS
 * SDK along; here it comes from this project's own dependencies.
 */
function confineModules(taskRoot: string): void {
  const home = pathToFileURL(taskRoot + sep).href;
  registerHooks({
    resolve(specifier, context, next) {
      if (!(context.parentURL?.startsWith(home) ?? false)) {
        return next(specifier, context);
      }
      if (/^@(aws-sdk|smithy)\//.test(specifier)) {
        return next(specifier, { ...context, parentURL: import.meta.url });
      }
      const resolved = next(specifier, context);
      const isPackage = !/^([./]|file:)/.test(specifier) && resolved.url.startsWith('file:');
      if (isPackage && !resolved.url.startsWith(home)) {
        throw missingModule(specifier);
      }
      return resolved;
    },
  });
}

function missingModule(specifier: string): Error {
  const error = new Error(`Cannot find package '${specifier}' imported from the function's code`);
  return Object.assign(error, { code: 'ERR_MODULE_NOT_FOUND' });
}
