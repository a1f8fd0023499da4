// A server in a process of its own, for tests that kill it: its URL goes to stdout.

import { startServer } from '../../aws/server.ts';

const [dir = ''] = process.argv.slice(2);
const { url } = await startServer({ dir });
process.stdout.write(`${url}\n`);
