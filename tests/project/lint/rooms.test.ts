import test from 'ava';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, ruleTester } from './_lint.ts';
import { rooms } from './rooms.js';

const check = ruleTester('rooms', rooms);

const forbidden: [file: string, specifier: string][] = [
  ['infra/index.ts', '../bundler/bundle.ts'],
  ['infra/index.ts', '../runner/release.ts'],
  ['infra/index.ts', '../local/aws/server.ts'],
  ['infra/nested/x.ts', '../../tests/target.ts'],
  ['function/handler.ts', '../runner/x.ts'],
  ['function/handler.ts', './../runner/x.ts'],
  ['function/handler.ts', '../function/../runner/x.ts'],
  ['function/handler.ts', '../stack/outputs.ts'],
  ['function/handler.ts', '../local/aws/region.ts'],
  ['function/handler.ts', join(root, 'runner/x.ts')],
  ['function/handler.ts', pathToFileURL(join(root, 'runner/x.ts')).href],
  ['runner/backend.ts', '../local/aws/server.ts'],
  ['runner/steps/provision.ts', '../../local/toolchain/pulumi.ts'],
  ['runner/steps/provision.ts', '../../infra/target.ts'],
  ['runner/steps/provision.ts', '../../infra/index.ts'],
  ['runner/steps/provision.ts', '../../infra'],
  ['runner/gates/tier.ts', '../../tests/target.ts'],
  ['runner/start.mjs', '../local/main.ts'],
  ['runner/steps/pin.ts', '../commands/ending.ts'],
  ['runner/steps/pin.ts', '../release.ts'],
  ['runner/steps/pin.ts', '../policy/releasing.ts'],
  ['runner/gates/tier.ts', '../traffic/target.ts'],
  ['runner/judge/watch.ts', '../lock/take-lock.ts'],
  ['runner/traffic/target.ts', '../steps/pin.ts'],
  ['runner/traffic/target.ts', '../lock/take-lock.ts'],
  ['runner/lock/take-lock.ts', '../traffic/target.ts'],
  ['runner/pulumi/explain-failure.ts', '../aws/alias.ts'],
  ['runner/pulumi/explain-failure.ts', '../../infra/target.ts'],
  ['runner/aws/alias.ts', '../traffic/target.ts'],
  ['runner/aws/alias.ts', '../../bundler/bundle.ts'],
  ['runner/report/message.ts', '../traffic/target.ts'],
  ['runner/bootstrap/lock.mjs', '../errors.ts'],
  ['local/aws/server.ts', '../../runner/cli.ts'],
  ['local/provider/main.ts', '../../stack/outputs.ts'],
  ['local/main.ts', '../function/handler.ts'],
  ['local/main.ts', '../tests/project/main.ts'],
  ['local/main.ts', './aws/server.ts'],
  ['local/main.ts', './provider/main.ts'],
  ['local/aws/server.ts', '../session/settings.ts'],
  ['local/aws/server.ts', '../tests/_helpers/embedded.ts'],
  ['local/provider/main.ts', '../aws/region.ts'],
  ['local/provider/main.ts', '../toolchain/pulumi.ts'],
  ['local/provider/main.ts', '../folder-lock.ts'],
  ['tests/bench/main.ts', '../../local/aws/server.ts'],
  ['tests/bench/main.ts', '../../runner/cli.ts'],
  ['local/toolchain/pulumi.ts', '../session/folder.ts'],
  ['local/session/serve.ts', '../aws/server.ts'],
  ['local/session/serve.ts', '../provider/main.ts'],
  ['local/tests/aws/server.test.ts', '../../../runner/cli.ts'],
  ['local/tests/aws/server.test.ts', '../../../tests/project/_helpers/matrix.ts'],
  ['tests/target.ts', '../runner/cli.ts'],
  ['tests/target.ts', './project/main.ts'],
  ['tests/project/x.test.ts', '../../function/handler.ts'],
  ['tests/project/x.test.ts', '../../infra/own.ts'],
  ['tests/project/x.test.ts', '../api/greeting.test.ts'],
  ['tests/unit/greeting.test.ts', '../lambda/greeting.test.ts'],
  ['tests/unit/greeting.test.ts', '../../runner/cli.ts'],
  ['tests/lambda/greeting.test.ts', '../../function/handler.ts'],
  ['tests/lambda/greeting.test.ts', '../project/main.ts'],
  ['tests/lambda/greeting.test.ts', '../../local/aws/server.ts'],
  ['tests/api/greeting.test.ts', '../../function/handler.ts'],
  ['tests/api/greeting.test.ts', '../../stack/outputs.ts'],
  ['tests/api/greeting.test.ts', '../unit/greeting.test.ts'],
];

const allowed: [file: string, specifier: string][] = [
  ['infra/index.ts', './program.ts'],
  ['infra/index.ts', '@pulumi/aws/lambda/index.js'],
  ['function/handler.ts', './bundle.ts'],
  ['runner/pulumi/open-stack.ts', '../../infra/program.ts'],
  ['runner/steps/provision.ts', '../../stack/outputs.ts'],
  ['runner/steps/bundle.ts', '../../bundler/bundle.ts'],
  ['runner/steps/bundle.ts', '../gates/tier.ts'],
  ['runner/commands/ending.ts', '../release.ts'],
  ['runner/gates/tier.ts', '../../stack/pair.ts'],
  ['runner/traffic/target.ts', '../aws/alias.ts'],
  ['runner/lock/take-lock.ts', '../errors.ts'],
  ['runner/aws/alias.ts', '../report/next.ts'],
  ['runner/report/message.ts', '../errors.ts'],
  ['runner/start.mjs', './bootstrap/installed.mjs'],
  ['runner/start.mjs', 'node:path'],
  ['local/main.ts', './session/serve.ts'],
  ['local/session/reset.ts', '../folder-lock.ts'],
  ['local/aws/server.ts', '../folder-lock.ts'],
  ['local/toolchain/lock.ts', '../folder-lock.ts'],
  ['tests/bench/load.ts', '../../local/tests/_helpers/processes.ts'],
  ['local/session/pulumi.ts', '../toolchain/pulumi.ts'],
  ['local/ava.config.js', './tests/suite/record-run.ts'],
  ['local/tests/aws/server.test.ts', '../../aws/server.ts'],
  ['local/tests/aws/server.test.ts', '../_helpers/embedded.ts'],
  ['tests/unit/greeting.test.ts', '../../function/handler.ts'],
  ['tests/unit/greeting.test.ts', '../target.ts'],
  ['tests/lambda/greeting.test.ts', '../target.ts'],
  ['tests/api/greeting.test.ts', '../target.ts'],
  ['tests/api/greeting.test.ts', './answers.ts'],
  ['tests/project/x.test.ts', '../../local/aws/server.ts'],
  ['tests/project/x.test.ts', '../../runner/cli.ts'],
  ['tests/project/x.test.ts', '../../function/prove-pair.ts'],
  ['tests/project/x.test.ts', './_fixtures/greeting/infra/own.ts'],
  ['tests/project/x.test.ts', '../../local/tests/_helpers/embedded.ts'],
  ['ava.config.js', './tests/project/lint/rooms.js'],
];

for (const [file, specifier] of forbidden) {
  test(`${file} may not import ${specifier.replaceAll(root, '<root>')}`, (t) => {
    check(t, `import ${JSON.stringify(specifier)};`, { problems: [/may not import/] }, file);
  });
}

for (const [file, specifier] of allowed) {
  test(`${file} may import ${specifier}`, (t) => {
    check(t, `import ${JSON.stringify(specifier)};`, { problems: [] }, file);
  });
}

const forms = [
  `import { x } from '../runner/x.ts'; x();`,
  `import type { X } from '../runner/x.ts'; export const x: X = 1;`,
  `export { x } from '../runner/x.ts';`,
  `export * from '../runner/x.ts';`,
  `await import('../runner/x.ts');`,
  'await import(`../runner/x.ts`);',
  `export type X = import('../runner/x.ts').X;`,
  `require('../runner/x.ts');`,
];

for (const code of forms) {
  test(`every form of import is seen: ${code}`, (t) => {
    const problems = ['function/ may not import runner/x.ts (only: itself).'];
    check(t, code, { problems }, 'function/handler.ts');
  });
}
