import test from 'ava';
import { readChangedRoutes } from '../../../../runner/commands/changed-routes.ts';
import { createContext } from '../../behaviour/release/_release.ts';
import { createStack } from '../../behaviour/release/_stack.ts';
import { at, target } from '../report/_reports.ts';

test('the routes that a candidate adds and takes away are told', async (t) => {
  const stack = await createStack(t);
  const { restApiId, deploymentId } = stack.outputs;
  const { clients } = createContext(t, stack, { bundle: { zip: Buffer.alloc(0), codeSha256: '' } });
  const now = await stack.deployApi((body) => body.replaceAll('/greeting', '/farewell'));
  const read = (from: string, to: string) => {
    const seen = { ...target('prod', '6'), restApiId };
    return readChangedRoutes(
      clients.apiGateway,
      at(
        [
          0,
          {
            kind: 'targets',
            when: 'before',
            targets: [{ ...seen, serves: { version: '6', deployment: from } }],
          },
        ],
        [1, { kind: 'candidate', version: '7', deployment: to }],
      ),
    );
  };
  t.deepEqual(await read(deploymentId, now), {
    added: ['GET /farewell'],
    removed: ['GET /greeting'],
    kept: 0,
  });
  t.is(await read(deploymentId, deploymentId), null, 'the same definition');
  t.is(await read('nothing', now), null, 'one that is gone');
});
