import {
  CreateBasePathMappingCommand,
  CreateDomainNameCommand,
  DeleteBasePathMappingCommand,
  DeleteStageCommand,
  GetBasePathMappingCommand,
  GetBasePathMappingsCommand,
  UpdateBasePathMappingCommand,
} from '@aws-sdk/client-api-gateway';
import type { ExecutionContext } from 'ava';

import { failsWith } from '../../_helpers/aws-errors.ts';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { testEmbedded } from '../../_helpers/embedded-only.ts';
import { deploy, importApi } from './_api.ts';
import { makeDomain } from './_domain.ts';

/** A domain, and an API with the stages `stage` and `prod`; the mappings go before the API does. */
async function prepare(t: ExecutionContext) {
  const { clients } = await startEmbedded(t);
  const { apigateway } = clients;
  const restApiId = await importApi(t, apigateway);
  const { name: domainName, regionalCertificateArn } = await makeDomain(t, clients);
  for (const stage of ['stage', 'prod']) {
    await deploy(apigateway, restApiId, stage);
  }
  const map = (stage: string, basePath?: string) =>
    apigateway.send(new CreateBasePathMappingCommand({ domainName, restApiId, stage, basePath }));
  return { apigateway, restApiId, domainName, regionalCertificateArn, map };
}

testEmbedded('a mapping is made, moved to another stage, and deleted', async (t) => {
  const { apigateway, restApiId, domainName, map } = await prepare(t);
  t.like(await map('stage', 'v1'), { basePath: 'v1', restApiId, stage: 'stage' });
  const moved = await apigateway.send(
    new UpdateBasePathMappingCommand({
      ...{ domainName, basePath: 'v1' },
      patchOperations: [
        { op: 'replace', path: '/stage', value: 'prod' },
        { op: 'replace', path: '/basePath', value: 'v2' },
      ],
    }),
  );
  t.like(moved, { basePath: 'v2', restApiId, stage: 'prod' });
  const { items } = await apigateway.send(new GetBasePathMappingsCommand({ domainName }));
  t.deepEqual(items, [{ basePath: 'v2', restApiId, stage: 'prod' }]);
  await apigateway.send(new DeleteBasePathMappingCommand({ domainName, basePath: 'v2' }));
  await failsWith(
    t,
    () => apigateway.send(new GetBasePathMappingCommand({ domainName, basePath: 'v2' })),
    'NotFoundException',
    404,
    /Invalid base path mapping identifier specified/,
  );
});

testEmbedded('a mapping without a base path is the only one', async (t) => {
  const { apigateway, restApiId, domainName, regionalCertificateArn, map } = await prepare(t);
  await map('prod');
  const only = { basePath: '(none)', restApiId, stage: 'prod' };
  t.like(
    await apigateway.send(new GetBasePathMappingCommand({ domainName, basePath: '(none)' })),
    only,
  );
  const exclusive = /Only one base path mapping is allowed if the base path is empty/;
  await failsWith(t, () => map('stage', 'v1'), 'ConflictException', 409, exclusive);
  await failsWith(t, () => map('stage'), 'ConflictException', 409, /Base path already exists/);
  const again = new CreateDomainNameCommand({
    ...{ domainName, regionalCertificateArn, endpointConfiguration: { types: ['REGIONAL'] } },
  });
  await failsWith(t, () => apigateway.send(again), 'BadRequestException', 400, /already exists/);
  const { items } = await apigateway.send(new GetBasePathMappingsCommand({ domainName }));
  t.deepEqual(items, [only], 'and none is taken away by who makes the domain again');
});

testEmbedded('a mapping leads to a stage that is there, which then stays', async (t) => {
  const { apigateway, restApiId, domainName, map } = await prepare(t);
  const refused = (call: () => Promise<unknown>, message: RegExp) =>
    failsWith(t, call, 'BadRequestException', 400, message);
  await refused(() => map('missing', 'v1'), /Invalid stage identifier specified/);
  await refused(
    () =>
      apigateway.send(
        new CreateBasePathMappingCommand({ domainName, restApiId: 'none', stage: 'prod' }),
      ),
    /Invalid REST API identifier specified/,
  );
  await refused(() => map('prod', 'v1/v2'), /doesn't support the slash character/);
  await map('prod', 'v1');
  await refused(
    () => apigateway.send(new DeleteStageCommand({ restApiId, stageName: 'prod' })),
    /remove all base path mappings related to the stage in your domains: api\./,
  );
});
