import test from 'ava';
import { renderPlan, type Plan } from '../../../../../runner/report/text/plan-summary.ts';

const plan: Plan = {
  stack: 'dev',
  resources: [
    {
      operation: 'update',
      type: 'aws:lambda/function:Function',
      name: 'function',
      properties: ['timeout', 'memorySize'],
    },
  ],
  routes: { added: ['GET /new'], removed: ['POST /old'] },
  bundle: { bytes: 3072, bytesBefore: 2048, isSame: false },
};

test('a plan tells of code, API and resources', (t) => {
  const text = renderPlan(plan);
  t.true(text.startsWith('## What a release to stack dev would change\n'));
  t.true(text.includes('\n3.0 kB, +1.0 kB against what is served.\n'));
  t.true(text.includes('\n- added: `GET /new`\n- **removed**: `POST /old`\n'));
  t.true(
    text.includes('| update | `function` | aws:lambda/function:Function | timeout, memorySize |'),
  );
});

for (const [title, changed, expected] of [
  ['smaller code', { bundle: { bytes: 1024, bytesBefore: 2048, isSame: false } }, '−1.0 kB'],
  ['the same code', { bundle: { bytes: 1024, bytesBefore: 1024, isSame: true } }, 'The same as'],
  ['a first release', { routes: null }, 'Nothing is served that it could be compared with.'],
  ['the same routes', { routes: { added: [], removed: [] } }, 'The definition is the same.'],
  ['no resource', { resources: [] }, '### Resources\n\nNone.'],
] as const) {
  test(`a plan tells of ${title}`, (t) => {
    t.true(renderPlan({ ...plan, ...changed }).includes(expected));
  });
}

test('names are text in it', (t) => {
  const routes = { added: ['GET /`<img src=x>`|'], removed: [] };
  t.false(renderPlan({ ...plan, stack: '<b>', routes }).includes('<b>'));
  t.true(renderPlan({ ...plan, routes }).includes('``GET /`<img src=x>`\\|``'));
});
