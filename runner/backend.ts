import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describeDiversion, findDiversion } from '../stack/endpoint.ts';
import { project } from '../stack/project.ts';
import { type Settings } from '../stack/stack-file.ts';
import { isLocalStack } from '../stack/local-stack.ts';
import { stackFileOf } from '../stack/stack-name.ts';
import { EnvironmentError, exitStatus, UsageError } from './errors.ts';
import { advise, npmRun } from './report/next.ts';
import { root } from './root.ts';
import type { Bounds } from './traffic/propagation.ts';

/**
 * The one place that knows which backend a stack uses. A local stack is on the embedded AWS,
 * which `local/` starts for the life of a command; every other stack is on AWS, with
 * whatever credentials and Pulumi backend the environment has.
 */
const attacher = join(root, 'local', 'session', 'attach.ts');

/** Whether a stack is on the embedded AWS. */
function isLocal(stack: string): boolean {
  return isLocalStack(root, stack);
}

/**
 * Where a stack's AWS is, from its settings, or from the embedded AWS that this command runs under.
 *
 * @throws {UsageError} when the environment, or what the settings of a local stack name, would lead its calls elsewhere.
 */
export function withEndpoint(settings: Settings): Settings {
  const { stack, program } = settings;
  if (isLocal(stack)) {
    refuseSignIn(settings);
    refuseEndpoint(settings);
    const endpoint = process.env.LOCAL_AWS_ENDPOINT;
    return { ...settings, program: { ...program, endpoint } };
  }
  const diversion = findDiversion(process.env, program.endpoint);
  if (diversion !== undefined) {
    throw new UsageError(
      describeDiversion(diversion, program.endpoint),
      {
        text: `take ${diversion.variable} out of the environment, or say it in ${stackFileOf(stack)} (${project}:endpoint: ${diversion.url}), then run the command again`,
      },
      { resource: `stack ${stack}` },
    );
  }
  return settings;
}

/** The embedded AWS takes the credentials of its own session only. */
function refuseSignIn({
  stack,
  signIn: { profile, roles, webIdentity, configFile, credentialsFile },
}: Settings): void {
  const named = {
    'aws:profile': profile,
    'aws:assumeRoles': roles[0],
    'aws:assumeRoleWithWebIdentity': webIdentity,
    'aws:sharedConfigFiles': configFile,
    'aws:sharedCredentialsFiles': credentialsFile,
  };
  const keys = Object.entries(named)
    .filter(([, value]) => value !== undefined)
    .map(([key]) => key);
  if (keys.length > 0) {
    throw new UsageError(
      `Stack ${stack} is on the embedded AWS, where nobody signs in, but its settings have ${keys.join(', ')}`,
      { text: `take that out of ${stackFileOf(stack)}` },
      { resource: `stack ${stack}` },
    );
  }
}

/** The command is led there by its session, and Pulumi's program would go by the settings. */
function refuseEndpoint({ stack, program: { endpoint } }: Settings): void {
  if (endpoint !== undefined) {
    throw new UsageError(
      `Stack ${stack} is on the embedded AWS, but ${project}:endpoint in its settings says ${endpoint}`,
      { text: `take that out of ${stackFileOf(stack)}` },
      { resource: `stack ${stack}` },
    );
  }
}

/**
 * Whether the engine warns of what is as it should be: that it takes the AWS provider of the embedded AWS, which the
 * session put on the PATH. Elsewhere that is another provider than the program was made for.
 *
 * @param warning in the words of pulumi v3.259.0: it has no names for them.
 */
export function isExpectedWarning(stack: string, warning: string): boolean {
  return isLocal(stack) && warning.startsWith('using pulumi-resource-aws from $PATH at ');
}

/**
 * Refuses what is for the embedded AWS alone.
 *
 * @throws {UsageError} for a stack on AWS.
 */
export function requireEmbeddedAws(command: string, stack: string): void {
  if (!isLocal(stack)) {
    throw new UsageError(
      `npm run ${command} is for the embedded AWS, and stack ${stack} is on AWS`,
      advise(npmRun('release'), 'let every change go through the gates there:'),
      { resource: `stack ${stack}` },
    );
  }
}

/** A page that is served, until it is closed. */
interface Page {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/**
 * Serves the page of the embedded AWS, to which this process is attached.
 *
 * @param note what people should know of this session.
 */
export async function openPage(note: string): Promise<Page> {
  const { servePage } = (await import(pathToFileURL(attacher).href)) as {
    servePage: (note: string) => Promise<Page>;
  };
  return servePage(note);
}

/**
 * Starts what the Pulumi commands of this process share on the embedded AWS, to which it is attached.
 *
 * @returns what they are to have in their environment.
 */
export async function shareProvider(stack: string): Promise<Readonly<Record<string, string>>> {
  if (!isLocal(stack)) {
    return {};
  }
  const shared = (await import(pathToFileURL(attacher).href)) as {
    shareProvider: () => Promise<Readonly<Record<string, string>>>;
  };
  return shared.shareProvider();
}

/** True while this process has to be attached to the embedded AWS. */
export function needsEmbeddedAws(stack: string): boolean {
  return isLocal(stack) && process.env.LOCAL_AWS_ENDPOINT === undefined;
}

/**
 * How long changes take on a stack: as its settings say, and on the embedded AWS what that was told by
 * `LOCAL_AWS_LAG`, which `local/` hands on: `alias=2,stage=5,read=1`, in seconds.
 */
export function boundsOf({ stack, release }: Settings): Bounds {
  const lag = process.env.LOCAL_AWS_LAG ?? '';
  if (!isLocal(stack) || lag === '') {
    return release.propagation;
  }
  const seconds = new Map(lag.split(',').map((part) => part.split('=', 2) as [string, string]));
  const secondsOf = (name: keyof Bounds) => Number(seconds.get(name) ?? 0);
  return { alias: secondsOf('alias'), stage: secondsOf('stage'), read: secondsOf('read') };
}

/**
 * The version of the Pulumi CLI on the `PATH`, where the session of the embedded AWS put it there, and looked at it.
 *
 * @returns undefined where nobody did, as on AWS: then the CLI says it.
 */
export function knownPulumiVersion(stack: string): string | undefined {
  return isLocal(stack) ? process.env.LOCAL_AWS_PULUMI_VERSION : undefined;
}

/** A newcomer's stack makes itself; on AWS a person decides where its state is kept. */
export function createsMissingStacks(stack: string): boolean {
  return isLocal(stack);
}

/** What `local/session/attach.ts` gives: the embedded AWS, held until it is released. */
interface Attachment {
  readonly env: NodeJS.ProcessEnv;
  readonly release: () => void;
}

/**
 * Attaches this process to the embedded AWS, which is started when it does not run: from then on the
 * process and what it starts have the environment that leads there.
 *
 * @param command to say what to type where that is not possible.
 * @returns what lets go of it.
 * @throws {ReleaseError} when `local/` was deleted from the project, or the embedded AWS cannot start.
 */
export async function attachToEmbeddedAws(command: string): Promise<() => void> {
  if (!existsSync(attacher)) {
    throw new EnvironmentError(
      'A local stack needs the folder local/, which is not in this project any more',
      advise(npmRun(command, '--stack', 'dev'), 'name a stack on AWS'),
      { resource: 'local/' },
    );
  }
  const { attach } = (await import(pathToFileURL(attacher).href)) as {
    attach: () => Promise<Attachment>;
  };
  const { env, release } = await attach().catch((error: unknown) => {
    throw translateSessionError(error);
  });
  for (const name of Object.keys(process.env)) {
    if (env[name] === undefined) {
      Reflect.deleteProperty(process.env, name);
    }
  }
  Object.assign(process.env, env);
  return release;
}

/** Of `local/`, of which nothing is imported but by its path, so errors are told by their names. */
function translateSessionError(error: unknown): unknown {
  if (!(error instanceof Error) || error.name !== 'SessionError') {
    return error;
  }
  const isUsage = 'status' in error && error.status === exitStatus.usage;
  const Kind = isUsage ? UsageError : EnvironmentError;
  return new Kind(
    error.message.replace(/\.$/, ''),
    { text: 'mend that, then run the command again' },
    { cause: error, resource: 'the embedded AWS' },
  );
}
