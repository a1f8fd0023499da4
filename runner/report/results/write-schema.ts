// `npm run schema`: writes result.schema.json anew, after a change of a result.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeJsonSchema } from './result.ts';

const file = join(import.meta.dirname, '..', 'result.schema.json');
writeFileSync(file, `${JSON.stringify(makeJsonSchema(), undefined, 2)}\n`);
