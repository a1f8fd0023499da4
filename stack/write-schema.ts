// `npm run schema`: writes stack-file.schema.json and docs/settings.md anew, after a change of the settings.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeStackFileSchema } from './stack-file-schema.ts';
import { writeSettingsDocument } from './settings-document.ts';

const schema = makeStackFileSchema();
writeFileSync(
  join(import.meta.dirname, 'stack-file.schema.json'),
  `${JSON.stringify(schema, undefined, 2)}\n`,
);
writeFileSync(
  join(import.meta.dirname, '..', 'docs', 'settings.md'),
  writeSettingsDocument(schema),
);
