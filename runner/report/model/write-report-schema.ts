// `npm run schema`: writes report.schema.json anew, after a change of the report's data.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeReportSchema } from './report-data.ts';

const file = join(import.meta.dirname, '..', 'report.schema.json');
writeFileSync(file, `${JSON.stringify(makeReportSchema(), undefined, 2)}\n`);
