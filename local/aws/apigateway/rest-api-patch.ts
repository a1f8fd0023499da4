import { notImplemented } from '../not-implemented.ts';
import { badRequest } from './errors.ts';
import type { PatchOperation } from './patch.ts';
import { applyPatch, booleanOf, operationsOfPath, setPatched, valueOf } from './patch.ts';
import type { PatchRule } from './patch.ts';
import {
  verifyCompression,
  verifyEndpointConfiguration,
  verifyEndpointType,
  verifyPolicy,
} from './rest-api-rules.ts';
import type { RestApi } from './state.ts';

const rules: readonly PatchRule<RestApi>[] = [
  {
    path: /^\/name$/,
    ops: ['replace'],
    apply(api, operation) {
      const name = valueOf(operation);
      if (name === '') {
        throw badRequest('Name is required');
      }
      api.name = name;
      api.definition.info.title = name;
    },
  },
  {
    path: /^\/description$/,
    ops: ['replace', 'remove'],
    apply(api, { op, value = '' }) {
      if (op === 'remove') {
        delete api.description;
        delete api.definition.info.description;
      } else {
        api.description = value;
        api.definition.info.description = value;
      }
    },
  },
  {
    path: /^\/version$/,
    ops: ['replace'],
    apply(api, operation) {
      api.definition.info.version = valueOf(operation);
    },
  },
  {
    path: /^\/policy$/,
    ops: ['replace', 'remove'],
    apply(api, { op, value = '' }) {
      if (op === 'remove' || value === '') {
        delete api.policy;
        delete api.definition.policy;
      } else {
        verifyPolicy(value);
        api.policy = value;
        api.definition.policy = value;
      }
    },
  },
  {
    path: /^\/minimumCompressionSize$/,
    ops: ['replace'],
    apply({ definition }, operation) {
      if (operation.value === undefined || operation.value === '') {
        delete definition.minimumCompressionSize;
        return;
      }
      const bytes = Number(operation.value);
      verifyCompression(bytes);
      definition.minimumCompressionSize = bytes;
    },
  },
  {
    path: /^\/binaryMediaTypes\/([^/]+)$/,
    ops: ['add', 'remove', 'replace'],
    apply(api, { op, value }, [name = '']) {
      const others = api.binaryMediaTypes.filter((type) => type !== name);
      const added = op === 'remove' ? [] : [op === 'replace' ? (value ?? name) : name];
      api.binaryMediaTypes = [...others, ...added];
      api.definition.binaryMediaTypes = [...api.binaryMediaTypes];
    },
  },
  {
    path: /^\/endpointConfiguration\/types\/(?:EDGE|REGIONAL|PRIVATE|0)$/,
    ops: ['add', 'remove', 'replace'],
    apply(api, operation) {
      if (operation.op !== 'replace') {
        throw notImplemented(`Patching the endpoint type by ${operation.op}`);
      }
      const type = valueOf(operation);
      verifyEndpointType(type);
      const { ipAddressType } = api.endpointConfiguration;
      const kept = type === 'PRIVATE' || ipAddressType === undefined ? {} : { ipAddressType };
      api.endpointConfiguration = { types: [type], ...kept };
    },
  },
  {
    path: /^\/endpointConfiguration\/ipAddressType$/,
    ops: ['replace'],
    apply(api, operation) {
      const ipAddressType = valueOf(operation);
      if (ipAddressType !== 'ipv4' && ipAddressType !== 'dualstack') {
        throw badRequest('ipAddressType must be either ipv4 or dualstack.');
      }
      api.endpointConfiguration.ipAddressType = ipAddressType;
      verifyEndpointConfiguration(api.endpointConfiguration);
    },
  },
  {
    path: /^\/apiKeySource$/,
    ops: ['replace'],
    apply(api, operation) {
      const source = valueOf(operation);
      if (source !== 'HEADER' && source !== 'AUTHORIZER') {
        throw badRequest('Invalid API key source specified. Must be one of: [HEADER, AUTHORIZER]');
      }
      api.definition.apiKeySource = source;
    },
  },
  {
    path: /^\/disableExecuteApiEndpoint$/,
    ops: ['replace'],
    apply({ definition }, operation) {
      definition.disableExecuteApiEndpoint = booleanOf(operation);
    },
  },
];

/** Applies a list of UpdateRestApi's patch operations to an API. @throws {AwsError} 400, with nothing changed */
export function patchRestApi(api: RestApi, operations: readonly PatchOperation[]): void {
  const { deployments, stages } = api;
  const patched = applyPatch(api, operations, rules, operationsOfPath);
  setPatched(api, { ...patched, deployments, stages });
}
