import test from 'ava';
import { Credentials } from '../../../aws/credentials.ts';
import { Regions } from '../../../aws/regions.ts';
import { writeLog } from '../../../aws/logs/write.ts';
import { temporaryFolder } from '../../_helpers/temporary-folder.ts';

test('a service that writes a log makes the group and the stream it needs, and both outlive the server', async (t) => {
  const dir = await temporaryFolder(t);
  const open = () => {
    const regions = new Regions({
      dir,
      timings: { pendingMs: 0, inProgressMs: 0, allocationMs: 0 },
      now: () => 42,
      credentials: new Credentials(() => undefined),
    });
    regions.open('http://127.0.0.1:1');
    return regions;
  };
  const first = open();
  const region = first.get('123456789012', 'eu-west-1');
  writeLog(region, '/aws/lambda/greeting', '2026/11/23/[7]abc', ['START\n', 'END\n']);
  await first.close();

  const second = open();
  t.teardown(() => second.close());
  const again = second.get('123456789012', 'eu-west-1');
  t.is(again.state.logs.groups['/aws/lambda/greeting']?.creationTime, 42);
  const events = again.logs.streams('/aws/lambda/greeting').get('2026/11/23/[7]abc')?.events ?? [];
  t.deepEqual(
    events.map(({ timestamp, message }) => ({ timestamp, message })),
    [
      { timestamp: 42, message: 'START\n' },
      { timestamp: 42, message: 'END\n' },
    ],
  );
});
