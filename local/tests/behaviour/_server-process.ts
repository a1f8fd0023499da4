// A server in a process of its own, for tests that kill it: its URL goes to stdout.

import { startServer } from '../../aws/server.ts';
import { testSecrets } from '../_helpers/account.ts';

const [dir = ''] = process.argv.slice(2);
const { url } = await startServer({ dir, credentials: testSecrets });
process.stdout.write(`${url}\n`);
