import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { codeSha256Of, formatDigest } from '../../../../../bundler/digest.ts';
import { readGivenBundle } from '../../../../../runner/commands/release/given-bundle.ts';
import { UsageError } from '../../../../../runner/errors.ts';
import { temporaryFolder } from '../../../../../local/tests/_helpers/temporary-folder.ts';

const zip = Buffer.from('PK\u0003\u0004 and more', 'latin1');
const digest = formatDigest(codeSha256Of(zip));

test('the file is released as it is, and nothing is read where none is named', async (t) => {
  const bundle = join(await temporaryFolder(t, 'bundle-'), 'bundle.zip');
  writeFileSync(bundle, zip);
  t.deepEqual(readGivenBundle({ bundle, digest })?.zip, zip);
  t.deepEqual(readGivenBundle({ bundle, digest: undefined })?.zip, zip);
  t.is(readGivenBundle({ bundle: undefined, digest: undefined }), undefined);
});

test('what is wrong with it is refused before anything runs', async (t) => {
  const bundle = join(await temporaryFolder(t, 'bundle-'), 'bundle.zip');
  writeFileSync(bundle, zip);
  const refused = (given: Parameters<typeof readGivenBundle>[0], message: RegExp) => {
    t.throws(() => readGivenBundle(given), { instanceOf: UsageError, message });
  };
  refused({ bundle, digest: `sha256:${'0'.repeat(64)}` }, /has the digest sha256:\w+, and not/);
  refused({ bundle, digest: 'latest' }, /^--digest latest is no SHA-256$/);
  refused({ bundle: `${bundle}.old`, digest }, /cannot be read/);
  refused({ bundle: undefined, digest }, /^--digest is of the file that --bundle names/);
});
