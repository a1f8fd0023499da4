import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { measureRelease, type MeasuredCommand } from './measured-command.ts';
import { spreadOf, type Spread } from './statistics.ts';
import { createWorkspace, type Workspace } from './workspace.ts';

/** How much longer a command takes of a stack that has more of something. */
export interface MeasuredScale {
  /** `no-op release` */
  readonly command: string;
  /** `1 route`, `50 routes`: milliseconds. */
  readonly few: Sized;
  readonly many: Sized;
  /** Of the medians, at most. */
  readonly aim: number;
}

interface Sized {
  readonly size: string;
  readonly durationMs: Spread;
}

/** Makes a project of another size. */
interface Size {
  readonly size: string;
  readonly edit: (workspace: Workspace) => void;
}

const runs = 3;

const routes = (count: number): Size => ({
  size: count === 1 ? '1 route' : `${String(count)} routes`,
  edit(workspace) {
    workspace.editFile(join('infra', 'openapi.yaml'), (text) => withRoutes(text, count));
  },
});

/**
 * What settings allow: with API stages to test on there may be ten of them, and what goes with a promotion of each has
 * to fit into the description of a deployment, which takes 18 with the settings that they have by default.
 */
const targets = (count: number): Size => ({
  size: `${String(count)} targets`,
  edit(workspace) {
    workspace.editFile('Pulumi.local.yaml', (text) => withTargets(text, count));
  },
});

const regionNames = ['eu-west-1', 'us-east-1', 'ap-southeast-2'];

const regions = (count: number): Size => ({
  size: count === 1 ? '1 region' : `${String(count)} regions`,
  edit(workspace) {
    const setting = { 'gated-lambda-release:regions': regionNames.slice(0, count) };
    workspace.editFile('Pulumi.local.yaml', (text) => withSettings(text, setting));
  },
});

/** Measures releases of projects that are alike but for their size, the two in turn. */
export async function measureScale(): Promise<readonly MeasuredScale[]> {
  return [
    ...(await compare(routes(1), routes(50), { isOfCode: true, aim: 1.3 })),
    ...(await compare(targets(2), targets(20), { isOfCode: false, aim: 2 })),
    ...(await compare(regions(1), regions(3), { isOfCode: true, aim: 1.5 })),
  ];
}

async function compare(
  few: Size,
  many: Size,
  { isOfCode, aim }: { readonly isOfCode: boolean; readonly aim: number },
): Promise<MeasuredScale[]> {
  const opened: Project[] = [];
  try {
    for (const size of [few, many]) {
      opened.push(await openProject(size));
    }
    const commands = isOfCode
      ? ([
          ['code release', releaseCode],
          ['no-op release', releaseNothing],
        ] as const)
      : ([['no-op release', releaseNothing]] as const);
    const measured: MeasuredScale[] = [];
    for (const [command, run] of commands) {
      const [durationsOfFew = [], durationsOfMany = []] = await measureInTurn(opened, run);
      measured.push({
        command,
        few: { size: few.size, durationMs: spreadOf(durationsOfFew) },
        many: { size: many.size, durationMs: spreadOf(durationsOfMany) },
        aim,
      });
    }
    return measured;
  } finally {
    opened.forEach(({ workspace }) => {
      workspace.remove();
    });
  }
}

/** A project that was released. */
interface Project {
  readonly workspace: Workspace;
  readonly stateFolder: string;
}

async function openProject({ edit }: Size): Promise<Project> {
  const workspace = await createWorkspace();
  edit(workspace);
  const stateFolder = workspace.newStateFolder();
  await measureRelease(workspace, stateFolder, 'released');
  return { workspace, stateFolder };
}

/** The first of each is not counted. */
async function measureInTurn(
  projects: readonly Project[],
  run: (project: Project) => Promise<MeasuredCommand>,
): Promise<readonly (readonly number[])[]> {
  const durations = projects.map((): number[] => []);
  for (let round = 0; round <= runs; round += 1) {
    for (const [index, project] of projects.entries()) {
      const { durationMs } = await run(project);
      durations[index]?.push(durationMs);
    }
  }
  return durations.map((each) => each.slice(1));
}

function releaseCode({ workspace, stateFolder }: Project): Promise<MeasuredCommand> {
  workspace.editHandler();
  return measureRelease(workspace, stateFolder, 'released');
}

function releaseNothing({ workspace, stateFolder }: Project): Promise<MeasuredCommand> {
  return measureRelease(workspace, stateFolder, 'nothing to release');
}

const definition = z.looseObject({ paths: z.record(z.string(), z.unknown()) });

/** @returns the definition with its first route so many times, each under a path of its own. */
function withRoutes(text: string, count: number): string {
  const { paths, ...others } = definition.parse(parse(text));
  const [[path, route] = ['/', {}]] = Object.entries(paths);
  const copies = Array.from({ length: count - 1 }, (_, index): [string, unknown] => [
    `${path}${String(index + 2)}`,
    route,
  ]);
  const all = { ...paths, ...Object.fromEntries(copies) };
  return stringify({ ...others, paths: all }, { aliasDuplicateObjects: false });
}

const stackFile = z.looseObject({ config: z.record(z.string(), z.unknown()) });

function withTargets(text: string, count: number): string {
  const made = Array.from({ length: count }, (_, index) => ({
    name: `t${String(index)}`,
    alias: `T${String(index)}`,
    apiStage: `t${String(index)}`,
    standby: 'off',
    logging: 'OFF',
    throttling: { rateLimit: 50, burstLimit: 50 },
  }));
  return withSettings(text, { 'gated-lambda-release:targets': made });
}

function withSettings(text: string, settings: Readonly<Record<string, unknown>>): string {
  const { config, ...others } = stackFile.parse(parse(text));
  return stringify({ ...others, config: { ...config, ...settings } });
}
