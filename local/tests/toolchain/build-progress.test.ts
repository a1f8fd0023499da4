import test from 'ava';
import fc from 'fast-check';
import { BuildProgress } from '../../toolchain/build-progress.ts';

test('before anything is compiled it tells what was downloaded', (t) => {
  const progress = new BuildProgress();
  t.is(progress.describe(), '0 modules downloaded');
  progress.note('cli', 'go: downloading github.com/blang/semver v3.5.1+incompatible');
  progress.note('cli', 'go: finding module for package x');
  t.is(progress.describe(), '1 modules downloaded');
});

test('each package of each program counts once, and what else go writes does not', (t) => {
  const progress = new BuildProgress();
  progress.expect(8);
  const lines = [
    'internal/abi',
    'internal/abi',
    'runtime',
    '# warning of a linker',
    '',
    'go: note',
  ];
  for (const line of lines) {
    progress.note('cli', line);
  }
  progress.note('host', 'runtime');
  t.is(progress.describe(), '37 % (3 of 8 packages)');
});

test('where go does not tell how many there are, it tells how many there were', (t) => {
  const progress = new BuildProgress();
  progress.note('cli', 'runtime');
  t.is(progress.describe(), '1 packages');
});

test('the percentage never falls, and is 100 for nothing that is still to be linked', (t) => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(400), (total, compiled) => {
      const progress = new BuildProgress();
      progress.expect(total);
      let last = 0;
      for (let index = 0; index < compiled; index += 1) {
        progress.note('cli', `package/${String(index)}`);
        const percent = Number.parseInt(progress.describe(), 10);
        t.true(percent >= last && percent < 100);
        last = percent;
      }
    }),
  );
});
