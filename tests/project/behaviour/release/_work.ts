import { z } from 'zod';
import type { Bounds } from '../../../../runner/traffic/propagation.ts';
import type { TargetSettings } from '../../../../stack/targets-settings.ts';
import { parseOutputs } from '../../../../stack/outputs.ts';
import type { TargetOverrides } from './_context.ts';
import { regionNames } from './_in-regions.ts';
import { green } from './_tier-commands.ts';

const common = {
  /** Of the release or rollback. */
  id: z.string(),
  outputs: z.unknown().transform(parseOutputs),
  propagation: z.custom<Bounds>(),
};

const workSchema = z.discriminatedUnion('command', [
  z.object({
    ...common,
    command: z.literal('release'),
    /** File with the bundle. */
    zipFile: z.string(),
    /** Command; green unless a test says otherwise. */
    apiTier: z.string().default(green),
    targets: z.custom<TargetOverrides>().default({}),
    beta: z.custom<TargetSettings>().optional(),
    isContinued: z.boolean().default(false),
    /** Of a stack in several, each of them. */
    regions: z
      .array(
        z.object({ region: z.enum(regionNames), outputs: z.unknown().transform(parseOutputs) }),
      )
      .default([]),
  }),
  z.object({ ...common, command: z.literal('rollback') }),
  /** Takes `beta` away. */
  z.object({ ...common, command: z.literal('retire') }),
]);

/** What a process of `_runner-process.ts` is to do. */
export type Work = z.input<typeof workSchema>;

/** @param json what {@link Work} became on the command line. */
export function parseWork(json = ''): z.output<typeof workSchema> {
  return workSchema.parse(JSON.parse(json));
}
