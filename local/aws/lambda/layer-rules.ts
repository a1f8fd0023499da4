import { invalidParameter } from './errors.ts';

const layerLimit = 5;

/**
 * Whether there is such a layer is not looked up: layers are kept, and never loaded.
 *
 * @param layers ARNs of layer versions.
 * @throws {InvalidParameterValueException} for more than five, and for two versions of one layer.
 */
export function verifyLayers(layers: readonly string[]): void {
  if (layers.length > layerLimit) {
    throw invalidParameter(`Cannot reference more than ${String(layerLimit)} layers.`);
  }
  const versions = new Map<string, string>();
  for (const arn of layers) {
    const layer = arn.replace(/:\d+$/, '');
    const other = versions.get(layer);
    if (other !== undefined) {
      throw invalidParameter(
        'Two different versions of the same layer are not allowed to be referenced in the same ' +
          `function. ${other} and ${arn} are versions of the same layer.`,
      );
    }
    versions.set(layer, arn);
  }
}
