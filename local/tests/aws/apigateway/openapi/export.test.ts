import { deepStrictEqual } from 'node:assert/strict';
import test from 'ava';
import type { ExecutionContext } from 'ava';
import fc from 'fast-check';
import { copyOf } from '../../../../aws/by-name.ts';
import { newDefinition } from '../../../../aws/apigateway/definition.ts';
import { exportOpenApi } from '../../../../aws/apigateway/openapi/export.ts';
import { importOpenApi } from '../../../../aws/apigateway/openapi/import.ts';
import { toSwagger } from '../../../../aws/apigateway/openapi/swagger-export.ts';
import { parseText } from '../../../../aws/apigateway/openapi/document.ts';
import { writeDocument } from '../../../../aws/apigateway/openapi/write.ts';
import type { ApiDefinition } from '../../../../aws/apigateway/state.ts';
import { documents } from '../_document.ts';

const apiId = 'abcdefghij';
let ids = 0;

async function importBody(
  body: string,
  previous: ApiDefinition,
  mode: 'merge' | 'overwrite' = 'overwrite',
) {
  return importOpenApi({
    document: await parseText(body),
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
async function holds<T>(
  t: ExecutionContext,
  property: fc.IAsyncProperty<T>,
  numRuns: number,
): Promise<void> {
  await t.notThrowsAsync(fc.assert(property, { numRuns }));
}

test('importing an export gives the same definition, from JSON and from YAML', async (t) => {
  await holds(
    t,
    fc.asyncProperty(documents, async (document) => {
      const first = await importBody(JSON.stringify(document), newDefinition('old'));
      const again = exported(first);
      deepStrictEqual(await importBody(JSON.stringify(again, undefined, '\t'), first), first);
      deepStrictEqual(await importBody(await writeDocument(again, 'yaml'), first), first);
    }),
    60,
  );
});

test('an export holds every resource, method and integration', async (t) => {
  await holds(
    t,
    fc.asyncProperty(documents, async (document) => {
      const definition = await importBody(JSON.stringify(document), newDefinition('old'));
      const again = await importBody(JSON.stringify(exported(definition)), newDefinition('other'));
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

test('an import does not change the definition it starts from, and merging it twice is merging it once', async (t) => {
  await holds(
    t,
    fc.asyncProperty(documents, documents, async (one, other) => {
      const first = await importBody(JSON.stringify(one), newDefinition('old'));
      const before = copyOf(first);
      const merged = await importBody(JSON.stringify(other), first, 'merge');
      deepStrictEqual(first, before);
      deepStrictEqual(await importBody(JSON.stringify(other), merged, 'merge'), merged);
    }),
    40,
  );
});

test('an export as Swagger imports to the same methods, where bodies have one content type', async (t) => {
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
  const first = await importBody(JSON.stringify(document), newDefinition('old'));
  const swagger = toSwagger(exported(first), server, first);
  t.like(swagger, { swagger: '2.0', host: 'localhost', basePath: '/prod', schemes: ['http'] });
  t.deepEqual(await importBody(await writeDocument(swagger, 'yaml'), first), first);
});
