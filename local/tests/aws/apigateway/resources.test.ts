import {
  CreateResourceCommand,
  GetResourcesCommand,
  UpdateResourceCommand,
} from '@aws-sdk/client-api-gateway';
import test from 'ava';
import { refuses } from './_api.ts';
import { emptyApi } from './_empty-api.ts';

test('a resource moves under another with all below it, never below itself', async (t) => {
  const { apigateway, restApiId, resourceId: root } = await emptyApi(t);
  const create = async (parentId: string, pathPart: string) =>
    (await apigateway.send(new CreateResourceCommand({ restApiId, parentId, pathPart }))).id ?? '';
  const move = (resourceId: string, value: string, path = '/parentId') =>
    apigateway.send(
      new UpdateResourceCommand({
        restApiId,
        resourceId,
        patchOperations: [{ op: 'replace', path, value }],
      }),
    );
  const pets = await create(root, 'pets');
  const dogs = await create(pets, 'dogs');
  const young = await create(dogs, 'pets');
  await refuses(t, move(young, root), {
    name: 'ConflictException',
    status: 409,
    message: 'Another resource with the same parent already has this name: pets',
  });
  await refuses(t, move(pets, 'none'), {
    name: 'NotFoundException',
    status: 404,
    message: 'Invalid Resource identifier specified',
  });
  const wrong = (message: string) => ({ name: 'BadRequestException', status: 400, message });
  await refuses(t, move(pets, young), wrong('Resources cannot be cyclical.'));
  await refuses(t, move(root, pets), wrong('Root resource cannot update its parentId.'));
  await refuses(
    t,
    move(root, 'x', '/pathPart'),
    wrong('Root resource cannot update its pathPart.'),
  );
  await refuses(
    t,
    move(pets, 'x', '/name'),
    wrong(
      "Invalid patch path  '/name' specified for op 'replace'. Must be one of: [/parentId, /pathPart]",
    ),
  );
  t.like(await move(dogs, root), { id: dogs, parentId: root, path: '/dogs' });
  const { items } = await apigateway.send(new GetResourcesCommand({ restApiId }));
  t.deepEqual(
    items?.map(({ path }) => path),
    ['/', '/dogs', '/dogs/pets', '/pets'],
  );
});

test('nothing comes below or beside a greedy variable', async (t) => {
  const { apigateway, restApiId, resourceId: root } = await emptyApi(t);
  const create = (parentId: string, pathPart: string) =>
    apigateway.send(new CreateResourceCommand({ restApiId, parentId, pathPart }));
  const { id = '' } = await create(root, '{proxy+}');
  const wrong = (message: string) => ({ name: 'BadRequestException', status: 400, message });
  await refuses(
    t,
    create(id, 'child'),
    wrong('Cannot create a child of a resource with a greedy path variable: {proxy+}'),
  );
  await refuses(
    t,
    create(root, '{name}'),
    wrong(
      'A sibling ({proxy+}) of this resource already has a variable path part -- only one is allowed',
    ),
  );
});
