import * as pulumi from '@pulumi/pulumi';
import { z } from 'zod';
import { hasStandbyStage } from '../stack/api-tier.ts';
import { standbyStageOf } from '../stack/names.ts';
import type { OwnResource } from '../stack/policy/own/need.ts';
import type { PolicyScope } from '../stack/policy/resources/scope.ts';
import { project } from '../stack/project.ts';
import { namesIn } from '../stack/regions.ts';
import { recordResources, type Recording } from './made-by-own.ts';
import type { OwnModule } from './own-resources.ts';
import * as own from './own.ts';
import { runWithoutEngine } from './without-engine.ts';

const properties = z.record(z.string(), z.unknown());

/** What of a stack `own.ts` may read. */
export interface OwnSettings {
  /** The stack's short name. */
  readonly stack: string;
  /** Of the stack's file, by whole keys, values that are no text as JSON. */
  readonly config: Readonly<Record<string, string>>;
  /** Names of `release.headers`. */
  readonly headers: readonly string[];
}

/**
 * Which resources `infra/own.ts` makes in a stack, without an engine and without AWS: what AWS would choose is a
 * name in its place. For a process that runs no program after it.
 *
 * @param parts the project's file, unless a test says otherwise.
 * @throws {Error} what `own.ts` throws.
 */
export async function listOwnResources(
  scope: PolicyScope,
  { stack, config, headers }: OwnSettings,
  parts: OwnModule = own,
): Promise<readonly OwnResource[]> {
  await pulumi.runtime.setMocks(
    {
      newResource: ({ name, inputs }) => ({
        id: name,
        state: { name, arn: name, ...properties.parse(inputs) },
      }),
      call: () => ({}),
    },
    project,
    stack,
    false,
  );
  pulumi.runtime.setAllConfig({ ...config });
  return runWithoutEngine(async () => {
    const recording = recordResources();
    await makeAll(recording, parts, { stack, headers }, scope);
    return recording.made();
  });
}

async function makeAll(
  recording: Recording,
  parts: OwnModule,
  settings: Pick<OwnSettings, 'stack' | 'headers'>,
  scope: PolicyScope,
): Promise<void> {
  const home = scope.region;
  const scopes = [scope, ...(scope.others ?? []).map((other) => ({ ...scope, ...other }))];
  const regions = scopes.map(({ region }) => region);
  for (const each of scopes) {
    await makeIn(recording, parts, settings, { ...each, home, regions });
  }
}

async function makeIn(
  recording: Recording,
  { createOwnResources, createApiResources }: OwnModule,
  { stack, headers }: Pick<OwnSettings, 'stack' | 'headers'>,
  scope: PolicyScope & { readonly home: string; readonly regions: readonly string[] },
): Promise<void> {
  const { partition, region, account, restApiId, settings, home, regions } = scope;
  const { name, tags } = settings.function;
  const { targets } = settings;
  const facts = {
    ...{ stack, region, homeRegion: home, regions, called: namesIn(region, home) },
    functionName: name,
    targets: targets.map((target) => target.name),
    tags,
  };
  await recording.during(() => createOwnResources(facts));
  const lambda = `arn:${partition}:lambda:${region}:${account}:function:${name}`;
  const executionArn = `arn:${partition}:execute-api:${region}:${account}:${restApiId}`;
  await recording.during(() =>
    createApiResources?.({
      ...facts,
      functionArn: pulumi.output(lambda),
      restApi: {
        id: pulumi.output(restApiId),
        arn: pulumi.output(`arn:${partition}:apigateway:${region}::/restapis/${restApiId}`),
        executionArn: pulumi.output(executionArn),
      },
      stages: targets.flatMap(({ name: target, apiStage }, index) => [
        { target, name: pulumi.output(apiStage), isStandby: false },
        ...(hasStandbyStage(targets, index)
          ? [{ target, name: pulumi.output(standbyStageOf(apiStage)), isStandby: true }]
          : []),
      ]),
      headers: Object.fromEntries(
        headers.map((header) => [header.toLowerCase(), pulumi.secret('secret')]),
      ),
    }),
  );
}
