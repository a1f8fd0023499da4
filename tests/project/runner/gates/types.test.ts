import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { GateError } from '../../../../runner/errors.ts';
import { checkTypes, hasTypes } from '../../../../runner/gates/types.ts';
import { temporaryFolder } from '../../../../local/tests/_helpers/temporary-folder.ts';

const config = JSON.stringify({
  compilerOptions: {
    module: 'preserve',
    target: 'es2024',
    lib: ['es2024'],
    types: [],
    strict: true,
  },
});

async function check(t: ExecutionContext, source: string, stop = new AbortController()) {
  const folder = await temporaryFolder(t, 'types-');
  await writeFile(join(folder, 'tsconfig.json'), config);
  await writeFile(join(folder, 'handler.ts'), source);
  const printed: string[] = [];
  const ended = checkTypes({
    folder,
    cache: join(folder, 'cache'),
    signal: stop.signal,
    onOutput: (text) => printed.push(text),
  });
  return { ended, printed, folder };
}

test('right types are green, as users write TypeScript', async (t) => {
  const { ended, printed, folder } = await check(t, 'export enum Level { Low }');
  await ended;
  t.deepEqual(printed, []);
  t.true(hasTypes(folder));
});

test('wrong types are a red gate, with where they are', async (t) => {
  const { ended, printed } = await check(
    t,
    'export const handler = async (): Promise<string> => 1;\nexport const other: number = "";\n',
  );
  await t.throwsAsync(ended, { instanceOf: GateError, message: 'The types have 2 errors' });
  t.regex(printed.join(''), /handler\.ts\(1,\d+\): error TS2322: /);
});

test('a check that is stopped is not red, but stopped for the reason', async (t) => {
  const stop = new AbortController();
  const { ended, printed } = await check(t, 'export const wrong: number = "";', stop);
  stop.abort(new Error('Ctrl-C'));
  await t.throwsAsync(ended, { message: 'Ctrl-C' });
  t.deepEqual(printed, []);
});

test('a folder without tsconfig.json has no types to check', async (t) => {
  t.false(hasTypes(await temporaryFolder(t, 'types-')));
});
