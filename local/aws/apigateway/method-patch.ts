import { type ByName } from '../by-name.ts';
import type { PatchOperation } from './patch.ts';
import { booleanOf, valueOf } from './patch.ts';
import type { PatchRule } from './patch.ts';
import { toAuthorizationType } from './method-rules.ts';
import type { Method } from './state.ts';

const everyOp: readonly PatchOperation['op'][] = ['add', 'replace', 'remove'];

/** UpdateMethod's patch paths. */
export const methodRules: readonly PatchRule<Method>[] = [
  {
    path: /^\/authorizationType$/,
    ops: ['replace'],
    apply(method, operation) {
      method.authorizationType = toAuthorizationType(valueOf(operation));
    },
  },
  {
    path: /^\/authorizerId$/,
    ops: ['replace'],
    apply(method, operation) {
      method.authorizerId = valueOf(operation);
    },
  },
  {
    path: /^\/authorizationScopes$/,
    ops: ['add', 'remove'],
    apply(method, { op, value = '' }) {
      const scopes = value.split(',').map((scope) => scope.trim());
      const others = (method.authorizationScopes ?? []).filter((scope) => !scopes.includes(scope));
      method.authorizationScopes = op === 'add' ? [...others, ...scopes] : others;
    },
  },
  {
    path: /^\/apiKeyRequired$/,
    ops: ['replace'],
    apply(method, operation) {
      method.apiKeyRequired = booleanOf(operation);
    },
  },
  {
    path: /^\/operationName$/,
    ops: ['replace'],
    apply(method, operation) {
      method.operationName = valueOf(operation);
    },
  },
  {
    path: /^\/requestValidatorId$/,
    ops: ['replace'],
    apply(method, { value = '' }) {
      if (value === '') {
        delete method.requestValidatorId;
      } else {
        method.requestValidatorId = value;
      }
    },
  },
  {
    path: /^\/requestParameters\/([^/]+)$/,
    ops: everyOp,
    apply(method, operation, [name = '']) {
      const value =
        operation.op === 'remove' || operation.value === undefined || booleanOf(operation);
      patchEntry(method.requestParameters, operation.op, name, value);
    },
  },
  {
    path: /^\/requestModels\/([^/]+)$/,
    ops: everyOp,
    apply(method, { op, value = '' }, [contentType = '']) {
      patchEntry(method.requestModels, op, contentType, value);
    },
  },
];

/** Sets or removes one entry of a map in place. */
export function patchEntry<T>(
  map: ByName<T>,
  op: PatchOperation['op'],
  name: string,
  value: T,
): void {
  if (op === 'remove') {
    Reflect.deleteProperty(map, name);
  } else {
    map[name] = value;
  }
}
