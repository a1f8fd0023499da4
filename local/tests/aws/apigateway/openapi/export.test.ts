import { deepStrictEqual } from 'node:assert/strict';
import test from 'ava';
import type { ExecutionContext } from 'ava';
import fc from 'fast-check';
import { copyOf } from '../../../../aws/by-name.ts';
import { newDefinition } from '../../../../aws/apigateway/definition.ts';
import { exportOpenApi } from '../../../../aws/apigateway/openapi/export.ts';
import { importOpenApi } from '../../../../aws/apigateway/openapi/import.ts';
import { toSwagger } from '../../../../aws/apigateway/openapi/swagger-export.ts';
import { writeDocument } from '../../../../aws/apigateway/openapi/write.ts';
import type { ApiDefinition } from '../../../../aws/apigateway/state.ts';
import { documents } from '../_document.ts';

const apiId = 'abcdefghij';
let ids = 0;

function importBody(
  body: string,
  previous: ApiDefinition,
  mode: 'merge' | 'overwrite' = 'overwrite',
) {
  return importOpenApi({
    body,
    mode,
    failOnWarnings: true,
    basePath: 'ignore',
    apiId,
    previous,
    newId: (length) => `id${String(ids++)}`.padEnd(length, 'x'),
  }).definition;
}

function exported(definition: ApiDefinition) {
  return exportOpenApi(definition, {
    apiId,
    integrations: true,
    authorizers: true,
    extensions: true,
    version: 'none',
  });
}

/** Passes when the property holds for many documents; a failure shows the smallest that was found. */
function holds<T>(t: ExecutionContext, property: fc.IProperty<T>, numRuns: number): void {
  t.notThrows(() => {
    fc.assert(property, { numRuns });
  });
}

test('importing an export gives the same definition, from JSON and from YAML', (t) => {
  holds(
    t,
    fc.property(documents, (document) => {
      const first = importBody(JSON.stringify(document), newDefinition('old'));
      const again = exported(first);
      deepStrictEqual(importBody(JSON.stringify(again, undefined, '\t'), first), first);
      deepStrictEqual(importBody(writeDocument(again, 'yaml'), first), first);
    }),
    60,
  );
});

test('an export holds every resource, method and integration', (t) => {
  holds(
    t,
    fc.property(documents, (document) => {
      const definition = importBody(JSON.stringify(document), newDefinition('old'));
      const again = importBody(JSON.stringify(exported(definition)), newDefinition('other'));
      const shape = ({ resources }: ApiDefinition) =>
        Object.values(resources)
          .flatMap(({ path, methods }) =>
            Object.values(methods).map((method) => [path, method.httpMethod, method.integration]),
          )
          .sort();
      deepStrictEqual(shape(again), shape(definition));
    }),
    40,
  );
});

test('an import does not change the definition it starts from, and merging it twice is merging it once', (t) => {
  holds(
    t,
    fc.property(documents, documents, (one, other) => {
      const first = importBody(JSON.stringify(one), newDefinition('old'));
      const before = copyOf(first);
      const merged = importBody(JSON.stringify(other), first, 'merge');
      deepStrictEqual(first, before);
      deepStrictEqual(importBody(JSON.stringify(other), merged, 'merge'), merged);
    }),
    40,
  );
});

test('an export as Swagger imports to the same methods, where bodies have one content type', (t) => {
  const server = { host: 'localhost', basePath: '/prod', scheme: 'http' };
  const document = {
    openapi: '3.0.1',
    info: { title: 'pets', version: '1' },
    paths: {
      '/pets/{id}': {
        post: {
          parameters: [{ name: 'id', in: 'path', required: true }],
          requestBody: {
            content: { 'text/pet': { schema: { $ref: '#/components/schemas/Pet' } } },
          },
          responses: {
            '200': {
              description: 'ok',
              headers: { 'X-A': { schema: {} } },
              content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } },
            },
          },
          'x-amazon-apigateway-integration': {
            type: 'mock',
            requestParameters: { 'integration.request.path.id': 'method.request.path.id' },
            responses: { default: { statusCode: '200' } },
          },
        },
      },
    },
    components: { schemas: { Pet: { type: 'object' } } },
  };
  const first = importBody(JSON.stringify(document), newDefinition('old'));
  const swagger = toSwagger(exported(first), server);
  t.like(swagger, { swagger: '2.0', host: 'localhost', basePath: '/prod', schemes: ['http'] });
  t.deepEqual(importBody(writeDocument(swagger, 'yaml'), first), first);
});
