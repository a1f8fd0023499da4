import { createHash } from 'node:crypto';
import test from 'ava';
import { codeSha256Of, formatDigest, parseDigest } from '../../../bundler/digest.ts';

const bytes = Buffer.from('a bundle');
const hex = createHash('sha256').update(bytes).digest('hex');
const codeSha256 = codeSha256Of(bytes);

test('a digest is written as attestations write it', (t) => {
  t.is(formatDigest(codeSha256), `sha256:${hex}`);
});

for (const [who, text] of [
  ['an attestation', `sha256:${hex}`],
  ['sha256sum', hex],
  ['a person with capitals', hex.toUpperCase()],
  ['Lambda', codeSha256],
] as const) {
  test(`it is read as ${who} writes it`, (t) => {
    t.is(parseDigest(text), codeSha256);
  });
}

for (const text of [
  '',
  hex.slice(1),
  `${hex}0`,
  `sha512:${hex}`,
  codeSha256.slice(0, -1),
  `${codeSha256} `,
  'bundle.zip',
]) {
  test(`'${text}' is no digest`, (t) => {
    t.is(parseDigest(text), undefined);
  });
}
