import test from 'ava';
import { nameStack } from '../../../../runner/report/next-command.ts';

const cases = [
  ['Next: npm run release', 'Next: npm run release -- --stack dev'],
  ['Next: npm run release -- --continue', 'Next: npm run release -- --stack dev --continue'],
  [
    'npm run rollback -- --target prod (back), or',
    'npm run rollback -- --stack dev --target prod (back), or',
  ],
  [
    'npm run test:api -- --target prod; npm run status',
    'npm run test:api -- --stack dev --target prod; npm run status -- --stack dev',
  ],
  ['mend it, then: npm run release.', 'mend it, then: npm run release -- --stack dev.'],
  ['npm run local -- reset', 'npm run local -- reset'],
] as const;

for (const [text, expected] of cases) {
  test(`of another stack than the default: ${text}`, (t) => {
    t.is(nameStack(text, 'dev'), expected);
    t.is(nameStack(text, 'local'), text);
  });
}
