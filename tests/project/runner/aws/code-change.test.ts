import test from 'ava';
import { decideCodeChange } from '../../../../runner/aws/code-change.ts';

const latest = {
  Version: '$LATEST',
  CodeSha256: 'old',
  MemorySize: 128,
  Environment: { Variables: { A: '1', B: '2' } },
};

test('the code and configuration that a target serves need no new version', (t) => {
  const served = [
    { ...latest, Version: '3', CodeSha256: 'other' },
    { ...latest, Version: '2', CodeSha256: 'new' },
  ];
  t.deepEqual(decideCodeChange('new', latest, served), { kind: 'none', version: '2' });
});

test('the order of environment variables is no change', (t) => {
  const served = { ...latest, Version: '2', Environment: { Variables: { B: '2', A: '1' } } };
  t.deepEqual(decideCodeChange('old', latest, [served]), { kind: 'none', version: '2' });
});

test('a changed configuration with the same code is published', (t) => {
  const served = { ...latest, Version: '2', MemorySize: 256 };
  t.deepEqual(decideCodeChange('old', latest, [served]), { kind: 'publish', latest });
});

test('changed code is uploaded', (t) => {
  const served = { ...latest, Version: '2' };
  t.deepEqual(decideCodeChange('new', latest, [served]), { kind: 'update', latest });
});
