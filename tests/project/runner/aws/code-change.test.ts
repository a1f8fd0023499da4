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
  t.deepEqual(decideCodeChange({ codeSha256: 'new' }, latest, served), {
    kind: 'none',
    version: '2',
  });
});

test('the order of environment variables is no change', (t) => {
  const served = { ...latest, Version: '2', Environment: { Variables: { B: '2', A: '1' } } };
  t.deepEqual(decideCodeChange({ codeSha256: 'old' }, latest, [served]), {
    kind: 'none',
    version: '2',
  });
});

test('a changed configuration with the same code is published', (t) => {
  const served = { ...latest, Version: '2', MemorySize: 256 };
  t.deepEqual(decideCodeChange({ codeSha256: 'old' }, latest, [served]), {
    kind: 'publish',
    latest,
  });
});

test('changed code is uploaded', (t) => {
  const served = { ...latest, Version: '2' };
  t.deepEqual(decideCodeChange({ codeSha256: 'new' }, latest, [served]), {
    kind: 'update',
    latest,
  });
});

test('another processor needs the code again, for it, unless a target serves that', (t) => {
  const code = { codeSha256: 'old', architecture: 'arm64' } as const;
  const served = { ...latest, Version: '2', Architectures: ['x86_64' as const] };
  t.deepEqual(decideCodeChange(code, latest, [served]), {
    kind: 'update',
    latest,
    architecture: 'arm64',
  });
  const there = { ...served, Version: '3', Architectures: ['arm64' as const] };
  t.deepEqual(decideCodeChange(code, latest, [served, there]), { kind: 'none', version: '3' });
});
