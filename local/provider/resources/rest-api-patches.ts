import type { PatchOperation } from '@aws-sdk/client-api-gateway';
import { isSame, isSameJson } from '../equality.ts';
import { isObject, type Properties } from '../properties.ts';

/**
 * The patch operations that bring a REST API from state to what is asked for. Properties that are left
 * out are API Gateway's, or the body's, to choose.
 */
export function restApiPatches(state: Properties, asked: Properties): PatchOperation[] {
  const changed = (name: string): boolean =>
    asked[name] !== undefined && !isSame(state[name], asked[name]);
  const single = ['apiKeySource', 'description', 'disableExecuteApiEndpoint', 'name'];
  return [
    ...single.filter(changed).map((name) => replace(`/${name}`, asked[name])),
    ...(changed('binaryMediaTypes')
      ? mediaTypePatches(state.binaryMediaTypes, asked.binaryMediaTypes)
      : []),
    ...(changed('minimumCompressionSize') ? compressionPatches(state, asked) : []),
    ...(asked.policy === undefined || isSameJson(state.policy, asked.policy)
      ? []
      : [replace('/policy', asked.policy)]),
    ...endpointPatches(state.endpointConfiguration, asked.endpointConfiguration),
  ];
}

function mediaTypePatches(old: unknown, asked: unknown): PatchOperation[] {
  const path = (type: unknown): string =>
    `/binaryMediaTypes/${String(type).replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const oldTypes: readonly unknown[] = Array.isArray(old) ? old : [];
  const newTypes: readonly unknown[] = Array.isArray(asked) ? asked : [];
  return [
    ...oldTypes
      .filter((type) => !newTypes.includes(type))
      .map((type): PatchOperation => ({ op: 'remove', path: path(type) })),
    ...newTypes
      .filter((type) => !oldTypes.includes(type))
      .map((type): PatchOperation => ({ op: 'add', path: path(type) })),
  ];
}

function compressionPatches(state: Properties, asked: Properties): PatchOperation[] {
  const path = '/minimumCompressionSize';
  if (asked.minimumCompressionSize !== '-1') {
    return [replace(path, asked.minimumCompressionSize)];
  }
  return isSame(state.minimumCompressionSize, '') ? [] : [{ op: 'replace', path }];
}

function endpointPatches(old: unknown, asked: unknown): PatchOperation[] {
  if (!isObject(asked)) {
    return [];
  }
  const oldEndpoint = isObject(old) ? old : {};
  const changed = (name: string): boolean =>
    asked[name] !== undefined && !isSame(oldEndpoint[name], asked[name]);
  return [
    ...(changed('types') ? [replace('/endpointConfiguration/types/0', asked.types)] : []),
    ...(changed('ipAddressType')
      ? [replace('/endpointConfiguration/ipAddressType', asked.ipAddressType)]
      : []),
  ];
}

function replace(path: string, value: unknown): PatchOperation {
  return { op: 'replace', path, value: String(value) };
}
