// The rule `project/constants`: a constant is named like any other variable, `pollMs`. What is taken
// out of an object keeps the name that others gave it.

const screaming = /^(?=.{2})[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/;

/** @returns `pollMs` for `POLL_MS`. */
export const camelCased = (name) =>
  name.toLowerCase().replace(/_+([a-z0-9])/g, (_, letter) => letter.toUpperCase());

/** @type {import('./rule.d.ts').Rule} */
export const constants = {
  meta: {
    type: 'suggestion',
    docs: { description: 'Constants are in camel case' },
    messages: { screaming: 'Name it in camel case: {{name}}.' },
    schema: [],
  },
  create(context) {
    const check = (node) => {
      if (node?.type === 'Identifier' && screaming.test(node.name)) {
        context.report({ node, messageId: 'screaming', data: { name: camelCased(node.name) } });
      }
    };
    return {
      VariableDeclarator: ({ id }) => check(id),
      'PropertyDefinition[computed=false]': ({ key }) => check(key),
      FunctionDeclaration: ({ params }) => params.forEach(check),
      FunctionExpression: ({ params }) => params.forEach(check),
      ArrowFunctionExpression: ({ params }) => params.forEach(check),
    };
  },
};
