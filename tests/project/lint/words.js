// The rule `project/words`: one word for one thing (docs/design.md, Words), in comments and in texts.

/** What is not said, and what is said instead. */
const replacements = [
  [/\b([Aa]) local AWS\b/g, '$1n embedded AWS'],
  [/\blocal AWS\b/g, 'embedded AWS'],
  [/\bLocal AWS\b/g, 'Embedded AWS'],
];

/** @returns a text in the words of this project. */
export const inOurWords = (text) =>
  replacements.reduce((said, [word, instead]) => said.replace(word, instead), text);

/** @type {import('./rule.d.ts').Rule} */
export const words = {
  meta: {
    type: 'suggestion',
    docs: { description: 'One word for one thing' },
    messages: { other: 'Say “{{instead}}”: see docs/design.md, Words.' },
    fixable: 'code',
    schema: [],
  },
  create(context) {
    const { sourceCode } = context;

    function check(node) {
      const text = sourceCode.getText(node);
      const said = inOurWords(text);
      if (said !== text) {
        context.report({
          loc: node.loc,
          messageId: 'other',
          data: { instead: 'embedded AWS' },
          fix: (fixer) => fixer.replaceTextRange(node.range, said),
        });
      }
    }

    return {
      Program: () => sourceCode.getAllComments().forEach(check),
      Literal: check,
      TemplateElement: check,
    };
  },
};
