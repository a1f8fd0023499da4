// The rule `project/throws`: `@throws {ErrorClass} when …`, with the class also where it is not ours.
// `{unknown}` is for what a function that was handed in throws.

const tag = /@throws\b([ \t]*)(.*)/g;
const complete = /^\{(?:\w+\.)*(?:[A-Z]\w*|unknown)(?: \| (?:\w+\.)*[A-Z]\w*)*\}\s+\S/;
/** A class that is named without braces: two words at least, or one that says what it is. */
const bareClass = /^(?:\w+\.)?(?:(?:[A-Z][a-z0-9]+){2,}|[A-Z]\w*(?:Error|Exception)|Error)(?=\s|$)/;

/** @type {import('./rule.d.ts').Rule} */
export const throws = {
  meta: {
    type: 'suggestion',
    docs: { description: 'What is thrown is said in one form' },
    messages: { form: 'Say it as: @throws {ErrorClass} when …' },
    fixable: 'code',
    schema: [],
  },
  create(context) {
    const { sourceCode } = context;

    function check({ value, range }) {
      for (const { index, 1: space, 2: line } of value.matchAll(tag)) {
        const from = index + '@throws'.length + space.length;
        const text = value.slice(from).replace(/\n[ \t]*\*?[ \t]*/g, ' ');
        if (space !== '' && complete.test(text)) {
          continue;
        }
        const [name] = bareClass.exec(line) ?? [];
        const start = range[0] + 2 + from;
        context.report({
          loc: {
            start: sourceCode.getLocFromIndex(range[0] + 2 + index),
            end: sourceCode.getLocFromIndex(start + line.trimEnd().length),
          },
          messageId: 'form',
          fix: (fixer) =>
            name === undefined
              ? null
              : fixer.replaceTextRange([start, start + name.length], `{${name}}`),
        });
      }
    }

    return {
      Program() {
        sourceCode
          .getAllComments()
          .filter(({ type, value }) => type === 'Block' && value.startsWith('*'))
          .forEach(check);
      },
    };
  },
};
