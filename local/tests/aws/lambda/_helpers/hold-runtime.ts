/** Started by a test as a server of its own: runs a handler once, prints its answer and waits. */
import { Credentials } from '../../../../aws/credentials.ts';
import { LambdaRuntime } from '../../../../aws/lambda/runtime.ts';
import { runOnce } from './run-once.ts';

const [dir = '', source = ''] = process.argv.slice(2);
const { payload } = await runOnce(
  new LambdaRuntime({ dir, credentials: new Credentials(() => undefined) }),
  source,
);
process.stdout.write(`${payload}\n`);
setInterval(() => undefined, 1000);
