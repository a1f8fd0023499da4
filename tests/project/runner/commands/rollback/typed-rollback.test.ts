import test from 'ava';
import { typedRollback } from '../../../../../runner/commands/rollback/typed-rollback.ts';
import { formatCommand } from '../../../../../runner/report/message.ts';

test('what goes on with a rollback is told all that it was told', (t) => {
  const said = (...typed: Parameters<typeof typedRollback>) =>
    formatCommand(typedRollback(...typed), 'local');
  t.is(said('prod', {}), 'npm run rollback -- --target prod');
  t.is(
    said('stage', { to: '6', ungated: true, test: true, region: 'eu-west-1' }),
    'npm run rollback -- --target stage --to 6 --ungated --test --region eu-west-1',
  );
  t.is(
    said('prod', { test: true, 'skip-region': ['us-east-1', 'ap-southeast-2'] }),
    'npm run rollback -- --target prod --test --skip-region us-east-1 --skip-region ap-southeast-2',
  );
});
