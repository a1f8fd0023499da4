import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { RuleTester } from 'oxlint/plugins-dev';
import type { Rule } from './rule.d.ts';

export const root = join(import.meta.dirname, '..', '..', '..');

interface Found {
  /** In the order of the text. */
  readonly problems: readonly (string | RegExp)[];
  /** The text as `oxlint --fix` leaves it; the same when there is nothing to fix. */
  readonly fixed?: string;
}

/** Tries a rule of the project alone, on texts that are no files. */
export function ruleTester(name: string, rule: Rule) {
  // It takes a framework's own functions, or these, which do at once what they are given.
  RuleTester.describe = RuleTester.it = (_title, run: () => void) => {
    run();
  };
  const tester = new RuleTester({ cwd: root });
  return (
    t: ExecutionContext,
    code: string,
    { problems, fixed = code }: Found,
    file = 'runner/x.ts',
  ): void => {
    const test = { code, filename: join(root, file) };
    const output = fixed === code ? null : fixed;
    const tests =
      problems.length === 0
        ? { valid: [test], invalid: [] }
        : { valid: [], invalid: [{ ...test, errors: [...problems], output }] };
    t.notThrows(() => {
      tester.run(name, rule, tests);
    });
  };
}
