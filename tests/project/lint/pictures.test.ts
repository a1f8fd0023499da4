import test from 'ava';
import { globSync, readFileSync, statSync } from 'node:fs';
import { homedir, hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { drawRecording } from '../../../docs/pictures/recording.ts';
import { root } from './_lint.ts';

const pictures = globSync('docs/pictures/*.{svg,png}', { cwd: root });
const mostBytes = 200_000;

test('the pictures are found', (t) => {
  t.is(pictures.length, 2);
});

for (const picture of pictures) {
  test(`${picture} is small`, (t) => {
    t.true(statSync(join(root, picture)).size < mostBytes);
  });
}

test('the recording names no place of the machine that made it', (t) => {
  const drawn = readFileSync(join(root, 'docs/pictures/release.svg'), 'utf8');
  for (const place of [root, homedir(), tmpdir(), hostname(), '/home/', '/Users/']) {
    t.false(drawn.includes(`${place}/`) || drawn.includes(`@${place}`), place);
  }
});

test('a recording shows what stays in the end, and what is drawn over for its time', (t) => {
  const drawn = drawRecording(
    [
      { ms: 100, text: '  ⠋ bundle\n' },
      { ms: 300, text: '\u001B[1A' },
      { ms: 301, text: '\u001B[J  \u001B[32m✓\u001B[39m <bundle>\n' },
    ],
    80,
    'npm run release',
  );
  const lines = drawn.split('\n').filter((line) => line.startsWith('<text'));
  t.is(lines.length, 3);
  t.regex(
    lines[1] ?? '',
    / visibility="hidden">.*bundle<set [^>]*to="visible" begin="0\.10s" dur="0\.20s"\/>/,
  );
  t.regex(
    lines[2] ?? '',
    /"><?.*<tspan fill="#7ee787">✓<\/tspan>.*&lt;bundle&gt;<set [^>]*to="hidden" begin="0s" dur="0\.30s"\/>/,
  );
});
