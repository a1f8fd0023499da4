// The rule `project/cited`: what a comment or a text cites can be looked up in this repository. Traps
// and invariants are cited by number (`trap D1`, `invariants 3 and 4`), documents by path.

import { citationChecker } from './citations.js';

const checkers = new Map();

function checkerOf(root) {
  const checker = checkers.get(root) ?? citationChecker(root);
  checkers.set(root, checker);
  return checker;
}

/** @type {import('./rule.d.ts').Rule} */
export const cited = {
  meta: {
    type: 'problem',
    docs: { description: 'What is cited is in docs/' },
    messages: { missing: '{{problem}}' },
    schema: [],
  },
  create(context) {
    const check = checkerOf(context.cwd);
    const reportAll = (loc, text) => {
      for (const problem of check(text)) {
        context.report({ loc, messageId: 'missing', data: { problem } });
      }
    };
    const checkText = ({ loc, value }) => {
      const text = typeof value === 'string' ? value : value?.cooked;
      if (typeof text === 'string') {
        reportAll(loc, text);
      }
    };
    return {
      Program() {
        for (const group of groupLines(context.sourceCode.getAllComments())) {
          reportAll(group[0].loc, group.map(({ value }) => value).join('\n'));
        }
      },
      Literal: checkText,
      TemplateElement: checkText,
    };
  },
};

/** Line comments that follow each other are one text: a citation may go over the end of a line. */
function groupLines(comments) {
  const groups = [];
  for (const comment of comments) {
    const last = groups.at(-1)?.at(-1);
    const continues =
      last?.type === 'Line' &&
      comment.type === 'Line' &&
      comment.loc.start.line === last.loc.end.line + 1;
    if (continues) {
      groups.at(-1).push(comment);
    } else {
      groups.push([comment]);
    }
  }
  return groups;
}
