import { join } from 'node:path';
import { ESLint, type Rule } from 'eslint';
import tseslint from 'typescript-eslint';

export const root = join(import.meta.dirname, '..', '..', '..');

/** The project's own rule alone, on texts that are no files. */
export function linterWith(name: string, rule: Rule.RuleModule) {
  const options = (fix: boolean): ESLint.Options => ({
    cwd: root,
    fix,
    overrideConfigFile: true,
    overrideConfig: [
      {
        files: ['**/*.{ts,js,mjs}'],
        languageOptions: { parser: tseslint.parser },
        plugins: { project: { rules: { [name]: rule } } },
        rules: { [`project/${name}`]: 'error' },
      },
    ],
  });
  const lint = async (code: string, file: string, fix: boolean) =>
    new ESLint(options(fix)).lintText(code, { filePath: join(root, file) });

  return {
    /** @returns the messages, in the order of the text. */
    findProblems: async (code: string, file = 'runner/x.ts'): Promise<string[]> => {
      const results = await lint(code, file, false);
      return results.flatMap((result) => result.messages.map((message) => message.message));
    },
    /** @returns the text as `eslint --fix` leaves it. */
    fix: async (code: string, file = 'runner/x.ts'): Promise<string> => {
      const [result] = await lint(code, file, true);
      return result?.output ?? code;
    },
  };
}
