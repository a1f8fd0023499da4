import type { ReleaseEvent, Reporter } from './events.ts';

/** What is long, and belongs together. */
function titleOf(event: ReleaseEvent): string | undefined {
  switch (event.kind) {
    case 'resource':
      return 'What pulumi up changes';
    case 'output':
      return `What ${event.step} printed`;
    default:
      return undefined;
  }
}

/**
 * Folds what is long in the log of GitHub Actions, which reads commands from what is printed (Workflow commands for
 * GitHub Actions): the resources that are changed, and what a red tier printed.
 *
 * @param progress prints the events.
 */
export function inGroups(progress: Reporter, write: (text: string) => unknown): Reporter {
  let open: string | undefined;
  const end = () => {
    if (open !== undefined) {
      open = undefined;
      write('::endgroup::\n');
    }
  };
  return {
    report(event) {
      const title = titleOf(event);
      if (title !== open) {
        end();
        if (title !== undefined) {
          open = title;
          write(`::group::${title}\n`);
        }
      }
      progress.report(event);
    },
    close() {
      end();
      progress.close();
    },
  };
}
