import { badRequest } from './errors.ts';
import { patchEntry } from './method-patch.ts';
import { numberOf, valueOf } from './patch.ts';
import type { PatchRule } from './patch.ts';
import type { Integration } from './state.ts';

const textMembers = ['httpMethod', 'uri', 'credentials', 'cacheNamespace'] as const;

/** UpdateIntegration's patch paths. The type of an integration changes only by putting it anew. */
export const integrationRules: readonly PatchRule<Integration>[] = [
  ...textMembers.map(textRule),
  {
    path: /^\/passthroughBehavior$/,
    ops: ['replace'],
    apply(integration, operation) {
      integration.passthroughBehavior = toPassthrough(valueOf(operation));
    },
  },
  {
    path: /^\/contentHandling$/,
    ops: ['replace'],
    apply(integration, operation) {
      const handling = toContentHandling(valueOf(operation));
      if (handling === undefined) {
        delete integration.contentHandling;
      } else {
        integration.contentHandling = handling;
      }
    },
  },
  {
    path: /^\/timeoutInMillis$/,
    ops: ['replace'],
    apply(integration, operation) {
      integration.timeoutInMillis = numberOf(operation);
    },
  },
  {
    path: /^\/requestParameters\/([^/]+)$/,
    ops: ['add', 'replace', 'remove'],
    apply(integration, { op, value = '' }, [name = '']) {
      patchEntry(integration.requestParameters, op, name, value);
    },
  },
  {
    path: /^\/requestTemplates\/([^/]+)$/,
    ops: ['add', 'replace', 'remove'],
    apply(integration, { op, value = '' }, [contentType = '']) {
      patchEntry(integration.requestTemplates, op, contentType, value);
    },
  },
  {
    path: /^\/cacheKeyParameters\/([^/]+)$/,
    ops: ['add', 'remove'],
    apply(integration, { op }, [name = '']) {
      const others = integration.cacheKeyParameters.filter((key) => key !== name);
      integration.cacheKeyParameters = op === 'remove' ? others : [...others, name];
    },
  },
];

function textRule(member: (typeof textMembers)[number]): PatchRule<Integration> {
  return {
    path: new RegExp(`^/${member}$`),
    ops: ['replace'],
    apply(integration, operation) {
      const value = valueOf(operation);
      if (value === '') {
        Reflect.deleteProperty(integration, member);
      } else {
        integration[member] = value;
      }
    },
  };
}

/** A documented passthrough behaviour in any case. @throws {AwsError} 400 */
export function toPassthrough(text: string): Integration['passthroughBehavior'] {
  const value = text.toUpperCase();
  if (value !== 'WHEN_NO_MATCH' && value !== 'WHEN_NO_TEMPLATES' && value !== 'NEVER') {
    throw badRequest('Invalid passthrough behavior specified');
  }
  return value;
}

/** A documented content handling in any case, nothing for an empty text. @throws {AwsError} 400 */
export function toContentHandling(text: string): Integration['contentHandling'] {
  const value = text.toUpperCase();
  if (value === '') {
    return undefined;
  }
  if (value !== 'CONVERT_TO_BINARY' && value !== 'CONVERT_TO_TEXT') {
    throw badRequest('Invalid content handling strategy specified');
  }
  return value;
}
