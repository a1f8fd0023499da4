import {
  GetStageCommand,
  GetTagsCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-api-gateway';
import test from 'ava';
import { region } from '../../_helpers/account.ts';
import { refuses } from './_api.ts';
import { deployedStage } from './_stage.ts';

test('APIs and stages are tagged by ARN, each for itself', async (t) => {
  const { clients, restApiId, stage } = await deployedStage(t);
  const { apigateway } = clients;
  const api = `arn:aws:apigateway:${region}::/restapis/${restApiId}`;
  const resourceArn = `${api}/stages/prod`;
  const tagged = await apigateway.send(
    new TagResourceCommand({ resourceArn, tags: { a: '1', 'b/c': '2' } }),
  );
  t.is(tagged.$metadata.httpStatusCode, 204);
  await apigateway.send(new TagResourceCommand({ resourceArn, tags: { a: '3' } }));
  t.deepEqual((await apigateway.send(new GetStageCommand(stage))).tags, { a: '3', 'b/c': '2' });
  t.deepEqual((await apigateway.send(new GetTagsCommand({ resourceArn: api }))).tags, {});
  await apigateway.send(new UntagResourceCommand({ resourceArn, tagKeys: ['a', 'b/c'] }));
  t.deepEqual((await apigateway.send(new GetTagsCommand({ resourceArn }))).tags, {});
});

test('tags of what does not exist are a 404, wrong ARNs a 400', async (t) => {
  const { apigateway } = (await deployedStage(t)).clients;
  const get = (resourceArn: string) => apigateway.send(new GetTagsCommand({ resourceArn }));
  await refuses(t, get(`arn:aws:apigateway:${region}::/restapis/none`), {
    name: 'NotFoundException',
    status: 404,
    message: /^Invalid API identifier specified/,
  });
  await refuses(t, get('arn:aws:apigateway:xx-west-9::/restapis/none'), {
    name: 'BadRequestException',
    status: 400,
    message: /^Invalid ARN/,
  });
});
