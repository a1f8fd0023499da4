/** The stack of a command that names none. */
export const defaultStack = 'local';

const commandPattern = /\bnpm run (?!local\b)([\w:]+)(?: --(?=$|[ ;,.)]))?/g;

/**
 * Lets every command that a message tells to type name the stack that it is about: without it, it
 * would do its work on the default stack.
 *
 * @param text `…. Next: npm run rollback -- --target prod`
 * @returns `…. Next: npm run rollback -- --stack dev --target prod`
 */
export function nameStack(text: string, stack: string): string {
  return stack === defaultStack
    ? text
    : text.replace(
        commandPattern,
        (_, command: string) => `npm run ${command} -- --stack ${stack}`,
      );
}
