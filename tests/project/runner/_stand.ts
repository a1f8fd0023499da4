import { UpdateStageCommand, type PatchOperation } from '@aws-sdk/client-api-gateway';
import {
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  waitUntilFunctionUpdatedV2,
  waitUntilPublishedVersionActive,
} from '@aws-sdk/client-lambda';
import type { ExecutionContext } from 'ava';
import { z } from 'zod';
import type { Clients } from '../../../runner/aws/clients.ts';
import type { Writers } from '../../../runner/traffic/writers.ts';
import type { Pair } from '../../../stack/pair.ts';
import { readTarget, type Target } from '../../../runner/traffic/target.ts';
import { createContext } from '../behaviour/release/_release.ts';
import {
  createStackWith,
  functionName,
  handlerSaying,
  type TestStack,
} from '../behaviour/release/_stack.ts';

/** What a release has to do with code and API definition: `1@old` is served at first. */
export type Place = '1@old' | '1@new' | '2@old' | '2@new' | '3@old' | '3@new';

/** A target `prod` that serves version 1 with the first deployment, and what can be promoted to it. */
export interface Stand {
  readonly stack: TestStack;
  /** The runner's; what they write is recorded. */
  readonly clients: Clients & Writers;
  readonly pair: (place: Place) => Pair;
  /** `prod` as it is now. */
  readonly read: () => Promise<Target>;
  /** What the runner's clients wrote since the last call, in order, a line each. */
  readonly writes: () => string[];
  /** Does something right before a write is sent, which {@link writes} would show as this line. */
  readonly before: (line: RegExp, act: () => Promise<unknown>) => void;
  /** The runner dies before the first such write, and goes on as another one. */
  readonly dieBefore: (line: RegExp) => void;
  /** What {@link Stand.stack}.ask('prod') answers, with names for the deployments. */
  readonly ask: () => Promise<string>;
  /** A person moves the alias PROD, and leaves its description. */
  readonly moveAliasByHand: (version: string) => Promise<void>;
  /** A person moves the API stage prod. */
  readonly moveStageByHand: (deployment: 'old' | 'new') => Promise<void>;
}

/**
 * Versions 1 to 3 say `one`, `two` and `three`; the deployment `new` differs from `old`.
 *
 * @param journal what the runner wrote about `prod`, with names for the deployments.
 * @param allocationMs how long provisioned concurrency takes.
 */
export async function openStand(
  t: ExecutionContext,
  {
    versions = 2,
    journal = 'accepted 1@old after nothing by release r0',
    allocationMs = 50,
  }: { versions?: number; journal?: string; allocationMs?: number } = {},
): Promise<Stand> {
  const making = {
    name: `versions: ${String(versions)}, journal: ${journal}`,
    async make(stack: TestStack) {
      await publishVersions(t, stack, versions);
      const deployed = await stack.deployApi((body) => body.replace("'no-store'", "'new'"));
      const ids = { old: stack.outputs.deploymentId, new: deployed };
      const toIds = (text: string) =>
        text.replace(/@(old|new)\b/g, (_, name: 'old') => `@${ids[name]}`);
      for (const alias of ['STAGE', 'PROD']) {
        await pointAlias(stack, alias, '1', toIds(journal));
        await pointAlias(stack, `${alias}_STANDBY`, '1');
      }
      return ids;
    },
  };
  const { stack, made: names } = await createStackWith(t, making, {}, { allocationMs });
  const { restApiId } = stack.outputs;
  const toNames = (text: string) => text.replaceAll(names.old, 'old').replaceAll(names.new, 'new');
  const bundle = { zip: Buffer.alloc(0), codeSha256: '' };
  const { clients, writers } = createContext(t, stack, { bundle });
  const recorder = recordWrites(clients, toNames);
  return {
    stack,
    clients: { ...clients, ...writers },
    pair(place) {
      const [version = '', name] = place.split('@');
      return { version, deployment: name === 'old' ? names.old : names.new };
    },
    read: () => readTarget(clients, stack.outputs, 'prod'),
    writes: recorder.take,
    before: recorder.before,
    dieBefore(line) {
      let isDead = false;
      recorder.before(line, () => {
        const killed = isDead ? Promise.resolve() : Promise.reject(new Error('killed'));
        isDead = true;
        return killed;
      });
    },
    ask: async () => toNames(await stack.ask('prod')),
    async moveAliasByHand(version) {
      await pointAlias(stack, 'PROD', version);
    },
    async moveStageByHand(deployment) {
      const value = names[deployment];
      const patchOperations = [{ op: 'replace', path: '/deploymentId', value } as const];
      const stage = { restApiId, stageName: 'prod', patchOperations };
      await stack.clients.apigateway.send(new UpdateStageCommand(stage));
    },
  };
}

async function pointAlias(
  { clients: { lambda } }: TestStack,
  Name: string,
  FunctionVersion: string,
  Description?: string,
): Promise<void> {
  const alias = { FunctionName: functionName, Name, FunctionVersion, Description };
  await lambda.send(new UpdateAliasCommand(alias));
}

async function publishVersions(
  t: ExecutionContext,
  { clients: { lambda } }: TestStack,
  count: number,
): Promise<void> {
  const waiting = { client: lambda, maxWaitTime: 10, minDelay: 0.01, maxDelay: 0.05 };
  for (const greeting of ['one', 'two', 'three'].slice(0, count)) {
    const { zip } = await handlerSaying(t, greeting);
    await lambda.send(new UpdateFunctionCodeCommand({ FunctionName: functionName, ZipFile: zip }));
    await waitUntilFunctionUpdatedV2(waiting, { FunctionName: functionName });
    const { Version } = await lambda.send(
      new PublishVersionCommand({ FunctionName: functionName }),
    );
    await waitUntilPublishedVersionActive(waiting, {
      FunctionName: functionName,
      Qualifier: Version,
    });
  }
}

interface Recorder {
  readonly take: () => string[];
  readonly before: Stand['before'];
}

function recordWrites(
  { lambda, apiGateway }: Clients,
  toNames: (text: string) => string,
): Recorder {
  let lines: string[] = [];
  const acts: { readonly line: RegExp; readonly act: () => Promise<unknown> }[] = [];
  const record = <A extends { input: object }, R>(
    next: (args: A) => Promise<R>,
    { commandName = '' }: { commandName?: string },
  ) => {
    return async (args: A) => {
      const line = toNames(describe(commandName, args.input));
      if (line !== '') {
        lines.push(line);
        for (const { act } of acts.filter((each) => each.line.test(line))) {
          await act();
        }
      }
      return next(args);
    };
  };
  lambda.middlewareStack.add(record, { step: 'initialize' });
  apiGateway.middlewareStack.add(record, { step: 'initialize' });
  return {
    take() {
      const taken = lines;
      lines = [];
      return taken;
    },
    before: (line, act) => acts.push({ line, act }),
  };
}

const aliasInput = z.object({
  Name: z.string(),
  FunctionVersion: z.string(),
  Description: z.string(),
  RoutingConfig: z.object({ AdditionalVersionWeights: z.record(z.string(), z.number()) }),
});

const stageInput = z.object({
  stageName: z.string(),
  patchOperations: z.array(z.custom<PatchOperation>()),
});

/** @returns an empty text for a command that only reads. */
function describe(commandName: string, input: object): string {
  switch (commandName) {
    case 'UpdateAliasCommand':
      return describeAlias(aliasInput.parse(input));
    case 'UpdateStageCommand':
      return describeStage(stageInput.parse(input));
    default:
      return /^(Get|List)/.test(commandName) ? '' : commandName;
  }
}

function describeAlias({
  Name,
  FunctionVersion,
  Description,
  RoutingConfig,
}: z.infer<typeof aliasInput>): string {
  const weights = Object.entries(RoutingConfig.AdditionalVersionWeights).map(
    ([version, weight]) => `, ${String(weight)} of ${version}`,
  );
  return `alias ${Name}: ${FunctionVersion}${weights.join('')} (${Description})`;
}

function describeStage({ stageName, patchOperations }: z.infer<typeof stageInput>): string {
  const patches = patchOperations.map(({ op, path = '', value = '' }) => {
    return op === 'remove' ? `no ${path}` : `${path} ${value}`;
  });
  return `stage ${stageName}: ${patches.join(', ')}`;
}
