import { verifyAuthorizer } from '../authorizer-rules.ts';
import { authorizersOf, putAuthorizer } from '../authorizer-list.ts';
import { badRequest } from '../errors.ts';
import type { Authorizer } from '../state.ts';
import type { ImportContext } from './context.ts';
import { isObject, listAt, objectAt, textAt } from './json.ts';
import type { JsonObject } from './json.ts';
import { resolve } from './references.ts';

const extension = 'x-amazon-apigateway-authorizer';

/** Security schemes that are authorizers; an authorizer of the same name keeps its id. */
export function importAuthorizers(context: ImportContext): void {
  const { definition, previous, issues, newId } = context;
  for (const [name, scheme] of Object.entries(securitySchemes(context))) {
    if (!isObject(scheme) || scheme[extension] === undefined) {
      continue;
    }
    issues.attempt(`Unable to put authorizer '${name}'`, () => {
      const id = authorizersOf(previous).find((known) => known.name === name)?.id ?? newId(6);
      const authorizer = readAuthorizer(context, scheme, { id, name });
      verifyAuthorizer(authorizer);
      putAuthorizer(definition, authorizer);
    });
  }
}

/** The schemes of a document by their names. */
export function securitySchemes({ document }: ImportContext): JsonObject {
  return objectAt(objectAt(document, 'components'), 'securitySchemes');
}

function readAuthorizer(
  { document }: ImportContext,
  scheme: JsonObject,
  named: Pick<Authorizer, 'id' | 'name'>,
): Authorizer {
  const source = resolve(document, scheme[extension], extension);
  const type = toType(textAt(source, 'type') ?? '');
  const identitySource = textAt(source, 'identitySource') ?? headerOf(scheme, type);
  const authType = textAt(scheme, 'x-amazon-apigateway-authtype');
  const ttl = textAt(source, 'authorizerResultTtlInSeconds');
  const providerARNs = listAt(source, 'providerARNs').map(String);
  return {
    ...named,
    type,
    ...texts(source, 'authorizerUri', 'authorizerCredentials', 'identityValidationExpression'),
    ...(identitySource === undefined ? {} : { identitySource }),
    ...(authType === undefined ? {} : { authType }),
    ...(type === 'COGNITO_USER_POOLS' ? { providerARNs } : {}),
    ...(ttl === undefined ? {} : { authorizerResultTtlInSeconds: Number(ttl) }),
  };
}

/** A token is in the header that the scheme names. */
function headerOf(scheme: JsonObject, type: Authorizer['type']): string | undefined {
  const name = textAt(scheme, 'name');
  return type === 'REQUEST' || name === undefined ? undefined : `method.request.header.${name}`;
}

function toType(text: string): Authorizer['type'] {
  const type = text.toUpperCase();
  if (type !== 'TOKEN' && type !== 'REQUEST' && type !== 'COGNITO_USER_POOLS') {
    throw badRequest(`Invalid authorizer type specified: ${text}`);
  }
  return type;
}

function texts(source: JsonObject, ...names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = textAt(source, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
