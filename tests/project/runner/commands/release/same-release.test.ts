import test from 'ava';
import { sameRelease } from '../../../../../runner/commands/release/same-release.ts';
import { formatCommand } from '../../../../../runner/report/message.ts';

test('what goes on with a release is told all that it was told', (t) => {
  t.is(formatCommand(sameRelease({}), 'local'), 'npm run release');
  t.is(
    formatCommand(sameRelease({ again: true, continue: false }), 'dev'),
    'npm run release -- --stack dev --again',
  );
  t.is(
    formatCommand(
      sameRelease({
        ...{ until: 'stage', bundle: 'b.zip', digest: 'sha256:9f86d081' },
        'skip-region': ['us-east-1', 'ap-southeast-2'],
      }),
      'local',
    ),
    'npm run release -- --until stage --bundle b.zip --digest sha256:9f86d081 ' +
      '--skip-region us-east-1 --skip-region ap-southeast-2',
  );
});
