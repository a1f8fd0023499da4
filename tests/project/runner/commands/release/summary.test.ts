import test from 'ava';
import { findMoves } from '../../../../../runner/commands/moves.ts';
import { formatSummary } from '../../../../../runner/commands/release/summary.ts';
import type { ReleaseReport } from '../../../../../runner/release.ts';
import { makeTarget } from '../_target.ts';

const six = { version: '6', deployment: 'd4' };
const seven = { version: '7', deployment: 'd4' };

function summarize(report: ReleaseReport, durationMs = 8400): string {
  const moves = findMoves(report.targets, 'this', []);
  return formatSummary(report, { stack: 'dev', moves, durationMs });
}

test('a release tells what was served, what is, what changed, and how long it took', (t) => {
  const targets = ['stage', 'prod'].map((name) =>
    makeTarget(name, seven, { before: [six], release: 'this' }),
  );
  t.is(
    summarize({ outcome: 'released', targets }),
    `target  before  now   url
stage   6@d4    7@d4  http://example.test/stage
prod    6@d4    7@d4  http://example.test/prod

Released in 8.4 s: new code.`,
  );
});

test('a release tells the one command that goes back, to what was released before', (t) => {
  const of = (...before: readonly (typeof six)[]) =>
    summarize({
      outcome: 'released',
      targets: [makeTarget('prod', seven, { before, release: 'this' })],
    });
  const five = { version: '5', deployment: 'd4' };
  t.true(of(six, five).endsWith('\nBack to 6@d4: npm run rollback -- --stack dev --target prod'));
  t.false(of(six).includes('Back to'), 'which may be the placeholder');
});

test('code and API definition are told apart', (t) => {
  const about = (deployment: string, version = '6') =>
    summarize({
      outcome: 'released',
      targets: [makeTarget('prod', { version, deployment }, { before: [six], release: 'this' })],
    })
      .split('\n')
      .at(-1);
  t.is(about('e5'), 'Released in 8.4 s: new API definition.');
  t.is(about('e5', '7'), 'Released in 8.4 s: new code and API definition.');
});

test('where nothing moved it tells what is served', (t) => {
  const targets = [makeTarget('prod', six, { before: [], release: 'earlier' })];
  t.is(
    summarize({ outcome: 'nothing to release', targets }),
    `target  serves  url
prod    6@d4    http://example.test/prod

Nothing to release: every target serves this code and API definition.`,
  );
  t.regex(summarize({ outcome: 'planned', targets }), /\nDry run: nothing was written\.$/);
});

test('what waits names the command that approves it, once', (t) => {
  const targets = [
    makeTarget('stage', seven, { before: [six], release: 'this' }),
    makeTarget('prod', six, { before: [], release: 'earlier' }),
  ];
  const text = summarize({ outcome: 'waiting for approval', waiting: 'prod', targets }, 125_000);
  t.regex(text, /^prod {4}6@d4 {4}6@d4 {2}http/m);
  t.regex(
    text,
    /\nTarget prod waits for approval, after 2 min 05 s\. Next: npm run release -- --stack dev --continue$/,
  );
});
