import test from 'ava';
import { keepIgnored, parsePath } from '../../provider/property-path.ts';

test('paths are taken apart as the engine writes them', (t) => {
  t.deepEqual(parsePath('functionVersion'), ['functionVersion']);
  t.deepEqual(parsePath('variables.LambdaAlias'), ['variables', 'LambdaAlias']);
  t.deepEqual(parsePath('variables["a.b"][0].c'), ['variables', 'a.b', '0', 'c']);
  t.deepEqual(parsePath('tags[*]'), ['tags', '*']);
});

test('an ignored property is as in state, whether it was changed, added or taken away', (t) => {
  const state = { functionVersion: '7', description: 'journal' };
  t.deepEqual(
    keepIgnored(state, { functionVersion: '$LATEST', name: 'PROD' }, ['functionVersion']),
    {
      functionVersion: '7',
      name: 'PROD',
    },
  );
  t.deepEqual(keepIgnored(state, {}, ['description']), { description: 'journal' });
  t.deepEqual(keepIgnored({}, { description: 'new' }, ['description']), {});
});

test('an ignored member leaves the others to the program', (t) => {
  const state = { variables: { LambdaAlias: 'PROD', live: '1' } };
  const asked = { variables: { LambdaAlias: 'STAGE', added: '2' } };
  t.deepEqual(keepIgnored(state, asked, ['variables.live', 'variables.LambdaAlias']), {
    variables: { LambdaAlias: 'PROD', added: '2', live: '1' },
  });
});

test('every member is ignored by a wildcard', (t) => {
  t.deepEqual(keepIgnored({ tags: { a: '1' } }, { tags: { a: '2', b: '3' } }, ['tags[*]']), {
    tags: { a: '1' },
  });
});
