import { constants, existsSync, readFileSync } from 'node:fs';
import {
  copyFile,
  mkdir,
  mkdtemp,
  readFile,
  realpath,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';

import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Clients } from '../../../../local/tests/_helpers/clients.ts';
import { readCredentials, signHeaders } from '../../../../local/session/credentials.ts';
import { waitFor } from '../../../../local/tests/_helpers/launcher.ts';
import {
  compileCache,
  startCommand,
  type Environment,
  type Outcome,
  type Running,
} from './_command.ts';
import { layOut, projectRoot, type Filling } from './_checkout-files.ts';
import { hasStarted, readEvents, type ReleaseEvent } from './_events.ts';
import { localClients, readLive, type Live } from './_live.ts';
import { noProcessLeft } from './_processes.ts';
import { greetingHandler } from '../../_helpers/greeting.ts';

/** Of package.json: each is `node LAUNCHER FILE`. */
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')));

const statusAnswer = z.looseObject({
  stack: z.string(),
  targets: z.array(
    z.looseObject({
      name: z.string(),
      alias: z.string(),
      version: z.string(),
      weights: z.record(z.string(), z.number()),
      apiStage: z.string(),
      deploymentId: z.string(),
      url: z.url(),
    }),
  ),
});
export type Status = z.infer<typeof statusAnswer>;

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly version: string | null;
  readonly deployment: string | null;
}

/** The api tier as it is in a checkout whose tiers are not {@link CheckoutOptions.areTiersGreen}. */
export const realApiTier = 'exec ava "tests/api/**/*.test.ts"';

/** A checkout of this project as a user has it, with `.local` of its own. */
export interface Checkout {
  /** Has a space in its path. */
  readonly root: string;
  /** What `npm run SCRIPT -- ARGS` runs, and where, without the third of a second that npm takes. */
  run(script: string, args?: readonly string[], env?: Environment): Promise<Outcome>;
  start(script: string, args?: readonly string[], env?: Environment): Running;
  /** `npm run SCRIPT -- ARGS` itself, from another folder. */
  startByNpm(script: string, args?: readonly string[]): Running;
  /** `node runner/start.mjs runner/cli.ts COMMAND`, as CI does it, with a Node that is not the project's. */
  startWithoutNpm(command: string, args?: readonly string[]): Promise<Running>;
  release(...args: readonly string[]): Promise<Outcome>;
  /** A line of shell, from another folder; `$0` in it is the root. */
  shell(line: string): Promise<Outcome>;
  status(): Promise<Status>;
  /** Changes a file; the text must be in it. @returns what undoes it. */
  edit(file: string, from: string, to: string): Promise<() => Promise<void>>;
  /** Makes the handler know the name `edition`, by which {@link edition} tells two codes apart. */
  editHandler(edition: string): Promise<void>;
  /**
   * Where tiers are green at once: the shell's line that is the api tier from then on. The stack's file stays as it
   * is, so that nothing has to be provisioned for it.
   */
  setApiTier(line: string): Promise<void>;
  /** Serves the endpoint until the checkout is closed; from then on URLs answer. */
  serve(): Promise<string>;
  /** Asks the endpoint's own paths, `calls`. */
  admin(path: string, method?: string, body?: string): Promise<Response>;
  clients(): Clients;
  restApiId(): Promise<string>;
  live(): Promise<Live>;
  /** What a target's URL answers. */
  ask(target: 'stage' | 'prod', path?: string): Promise<Answer>;
  /** The edition of the handler that a target serves. */
  edition(target: 'stage' | 'prod'): Promise<string>;
  /** What a release wrote to its events file. */
  events(file: string): ReleaseEvent[];
  /** Resolves when a release that runs has started a step. */
  reached(file: string, step: string, running: Running): Promise<void>;
  /** Ends the endpoint, and sees to it that nothing is left. */
  close(): Promise<void>;
}

/** Portable is what goes by its path from the cache: what was compiled for one checkout is good for the next. */
const linkToCompileCache = (parent: string): string => join(parent, 'compile-cache');

export interface CheckoutOptions {
  readonly filled?: Filling;
  /** Tiers that are green at once, for tests of something else: each tier costs a start of ava. */
  readonly areTiersGreen?: boolean;
}

/** Close it in an `after.always` hook, or in a teardown. */
export async function createCheckout({
  filled = 'example',
  areTiersGreen = false,
}: CheckoutOptions = {}): Promise<Checkout> {
  const parent = await realpath(await mkdtemp(join(tmpdir(), 'e2e-')));
  const root = join(parent, 'a checkout');
  await layOut(root, filled);
  await mkdir(compileCache, { recursive: true });
  await symlink(compileCache, linkToCompileCache(parent));
  const checkout = openCheckout(parent, root);
  if (areTiersGreen) {
    const setting = '    readinessPath: /greeting\n';
    const tiers = "    tiers: { unit: 'true', lambda: 'true', api: 'sh tests/api/tier.sh' }\n";
    await checkout.edit('Pulumi.local.yaml', setting, setting + tiers);
    await checkout.setApiTier('exit 0');
  }
  return checkout;
}

function openCheckout(parent: string, root: string): Checkout {
  const started = new Set<Running>();
  let endpoint: string | undefined;
  let clients: Clients | undefined;
  let known: Status | undefined;

  const begin = (command: string, args: readonly string[], env: Environment = {}, cwd = parent) => {
    const running = startCommand(command, args, cwd, {
      E2E_CHECKOUT: parent,
      NODE_COMPILE_CACHE: linkToCompileCache(parent),
      NODE_COMPILE_CACHE_PORTABLE: '1',
      ...env,
    });
    started.add(running);
    return running;
  };
  const node = join(root, 'node_modules', '.bin', 'node');
  const start: Checkout['start'] = (script, args = [], env = {}) => {
    const [, launcher = '', ...rest] = scripts[script]?.split(' ') ?? [];
    return begin(node, [launcher, ...rest, ...args], env, root);
  };
  const run: Checkout['run'] = (script, args, env) => start(script, args, env).ended;
  const status = async () => {
    const { status: exit, stdout, stderr } = await run('status', ['--json']);
    if (exit !== 0) {
      throw new Error(`npm run status ended with ${String(exit)}: ${stderr}`);
    }
    return (known = statusAnswer.parse(JSON.parse(stdout)));
  };
  const urlOf = async (target: string) => {
    const found = (known ?? (await status())).targets.find(({ name }) => name === target);
    return found?.url ?? '';
  };
  const restApiId = async () => new URL(await urlOf('stage')).pathname.split('/').at(-2) ?? '';
  const ask: Checkout['ask'] = async (target, path = '/greeting') => {
    const answer = await fetch(`${await urlOf(target)}${path}`);
    return {
      status: answer.status,
      body: await answer.json(),
      version: answer.headers.get('x-lambda-version'),
      deployment: answer.headers.get('x-api-deployment'),
    };
  };
  const credentials = () => {
    const found = readCredentials(join(root, '.local', 'credentials.json'));
    if (found === undefined) {
      throw new Error('serve() first: the credentials end with the last command');
    }
    return found;
  };
  const openClients = () => {
    if (endpoint === undefined) {
      throw new Error('serve() first: the endpoint ends with the last command');
    }
    return (clients ??= localClients(endpoint, credentials()));
  };

  return {
    root,
    start,
    startByNpm: (script, args = []) =>
      begin('npm', ['run', '--silent', '--prefix', root, script, '--', ...args]),
    run,
    release: (...args) => run('release', args),
    shell: (line) => begin('sh', ['-c', line, root]).ended,
    status,
    async edit(file, from, to) {
      const path = join(root, file);
      const before = await readFile(path, 'utf8');
      if (!before.includes(from)) {
        throw new Error(`${file} does not hold: ${from}`);
      }
      await writeFile(
        path,
        before.replace(from, () => to),
      );
      return () => writeFile(path, before);
    },
    async editHandler(edition) {
      const source = await readFile(greetingHandler, 'utf8');
      const edited = source.replace(
        /\n {2}return name;\n/,
        `\n  return name === 'edition' ? ${JSON.stringify(edition)} : name;\n`,
      );
      if (edited === source) {
        throw new Error(`${greetingHandler} changed: the edit does not fit any more`);
      }
      await writeFile(join(root, 'function', 'handler.ts'), edited);
    },
    setApiTier: (line) => writeFile(join(root, 'tests', 'api', 'tier.sh'), `${line}\n`),
    async startWithoutNpm(command, args = []) {
      const another = join(parent, 'node');
      if (!existsSync(another)) {
        // By another path it is another Node: a symbolic link would be known for the same.
        await copyFile(process.execPath, another, constants.COPYFILE_FICLONE);
      }
      const file = (...path: string[]) => join(root, 'runner', ...path);
      return begin(another, [file('start.mjs'), file('cli.ts'), command, ...args]);
    },
    async serve() {
      if (endpoint === undefined) {
        const server = start('local');
        await waitFor('the embedded AWS serves', () => server.printed().includes('Ctrl-C'));
        endpoint = /http:\/\/[\d.:]+/.exec(server.printed())?.[0] ?? '';
      }
      return endpoint;
    },
    admin: (path, method = 'GET', body = '') => {
      const url = `${endpoint ?? ''}/_local/${path}`;
      const headers = signHeaders(method, url, credentials(), body);
      return fetch(url, { method, headers, ...(body !== '' && { body }) });
    },
    clients: openClients,
    restApiId,
    live: async () => readLive(openClients(), await restApiId()),
    ask,
    async edition(target) {
      const { status: answered, body } = await ask(target, '/greeting?name=edition');
      const { greeting = '' } = z.object({ greeting: z.string().optional() }).parse(body);
      return answered === 200 ? greeting.replace(/^Hello, (.*)!$/, '$1') : String(answered);
    },
    events: readEvents,
    async reached(file, step, running) {
      const ended = running.ended.then(() => true);
      const isStarted = () => hasStarted(file, step);
      await Promise.race([waitFor(`step ${step} is reached`, isStarted), ended]);
      if (!isStarted()) {
        throw new Error(`The release ended before step ${step}:\n${running.printed()}`);
      }
    },
    async close() {
      for (const running of started) {
        running.killAll('SIGTERM');
      }
      clients?.destroy();
      await Promise.all([...started].map(({ ended }) => ended));
      await noProcessLeft(dirname(root));
      await rm(parent, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
