import { outputsIn, type LiveOutputs, type RegionOutputs, type StackOutputs } from './outputs.ts';
import { isInSeveralRegions, type Settings } from './stack-file.ts';

/** What a program gave out of one region, which is named where the stack is in several. */
export type PlacedOutputs = RegionOutputs & LiveOutputs;

/** Names the region of the settings, where the stack is in several. */
export function nameRegion(outputs: RegionOutputs, settings: Settings): PlacedOutputs {
  return isInSeveralRegions(settings) ? { ...outputs, region: settings.region } : outputs;
}

/** @returns undefined where nothing is provisioned in the region of the settings. */
export function outputsOf(all: StackOutputs, settings: Settings): PlacedOutputs | undefined {
  const outputs = outputsIn(all, settings.region, settings.homeRegion);
  return outputs && nameRegion(outputs, settings);
}
