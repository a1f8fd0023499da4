import { createInterface } from 'node:readline/promises';
import { UsageError } from '../runner/errors.ts';
import { shellCommand } from '../runner/report/message.ts';
import { advise } from '../runner/report/next.ts';

/** What the project is to be. */
export interface Answers {
  readonly name: string;
  /** Of every stack; undefined leaves each where it is. */
  readonly region: string | undefined;
}

/** What Pulumi, npm and Lambda take all three, and short enough for the names that are made of it. */
const nameShape = /^[a-z][a-z0-9-]{0,39}$/;
const regionShape = /^[a-z]{2}(-[a-z]+)+-\d$/;

/**
 * What was typed behind the command, and on a terminal what a person answers.
 *
 * @throws {UsageError} when there is nobody to ask, or an answer that cannot be.
 */
export async function findAnswers(
  typed: { readonly name?: string | undefined; readonly region?: string | undefined },
  isTerminal: boolean,
): Promise<Answers> {
  if (typed.name !== undefined) {
    return verify({ name: typed.name, region: typed.region });
  }
  const example = ['--name', 'orders', '--region', typed.region ?? 'eu-west-1'];
  if (!isTerminal) {
    throw new UsageError(
      'The project needs a name, and there is no terminal to ask on',
      advise({ shell: shellCommand('init', example) }),
    );
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const name = (await terminal.question('Name of the project (such as orders): ')).trim();
    const answer =
      typed.region ?? (await terminal.question('Region of its stacks (empty: as they are): '));
    return verify({ name, region: answer.trim() === '' ? undefined : answer.trim() });
  } finally {
    terminal.close();
  }
}

function verify(answers: Answers): Answers {
  const { name, region } = answers;
  if (!nameShape.test(name)) {
    throw new UsageError(
      `The name ${JSON.stringify(name)} must be 40 lower-case letters, digits and hyphens at most, a letter first`,
      advise({ shell: shellCommand('init', ['--name', 'orders']) }),
      { resource: 'option --name' },
    );
  }
  if (region !== undefined && !regionShape.test(region)) {
    throw new UsageError(
      `${JSON.stringify(region)} is no region of AWS`,
      advise({ shell: shellCommand('init', ['--name', name, '--region', 'eu-west-1']) }),
      { resource: 'option --region' },
    );
  }
  return answers;
}
