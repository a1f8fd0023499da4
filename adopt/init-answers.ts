import { UsageError } from '../runner/errors.ts';
import { shellCommand } from '../runner/report/message.ts';
import { advise } from '../runner/report/next.ts';

/** What the project is to be. */
export interface Answers {
  readonly name: string;
  /** Of every stack; undefined leaves each where it is. */
  readonly region: string | undefined;
  /** Leaves one handler, one route and a test of each tier. */
  readonly removesExample: boolean;
}

/** What was typed behind the command. */
interface Typed {
  readonly name?: string | undefined;
  readonly region?: string | undefined;
  readonly removesExample: boolean;
}

/** What Pulumi, npm and Lambda take all three, and short enough for the names that are made of it. */
const nameShape = /^[a-z][a-z0-9-]{0,39}$/;
/** It stands without quotes in YAML, of which Pulumi and this project read two versions. */
const notText = new Set(['true', 'false', 'null', 'yes', 'no', 'on', 'off', 'y', 'n']);
const regionShape = /^[a-z]{2}(-[a-z]+)+-\d$/;

/**
 * What was typed behind the command, and on a terminal what a person answers.
 *
 * @param ask undefined where there is nobody to ask.
 * @throws {UsageError} when there is nobody to ask, or an answer that cannot be.
 */
export async function findAnswers(
  typed: Typed,
  ask: ((question: string) => Promise<string>) | undefined,
): Promise<Answers> {
  if (typed.name !== undefined) {
    return verify({ ...typed, name: typed.name, region: typed.region });
  }
  const example = ['--name', 'orders', '--region', typed.region ?? 'eu-west-1'];
  if (ask === undefined) {
    throw new UsageError(
      'The project needs a name, and there is no terminal to ask on',
      advise({ shell: shellCommand('init', example) }),
    );
  }
  const name = (await ask('Name of the project (such as orders): ')).trim();
  const region = (
    typed.region ?? (await ask('Region of its stacks (empty: as they are): '))
  ).trim();
  verify({ name, region: region === '' ? undefined : region, removesExample: false });
  const removesExample =
    typed.removesExample ||
    /^y(es)?$/i.test((await ask('Remove the example (y, or empty: it stays): ')).trim());
  return { name, region: region === '' ? undefined : region, removesExample };
}

function verify(answers: Answers): Answers {
  const { name, region } = answers;
  if (notText.has(name)) {
    throw new UsageError(
      `The name ${name} is no text in YAML, but a value of another kind`,
      advise({ shell: shellCommand('init', ['--name', 'orders']) }),
      { resource: 'option --name' },
    );
  }
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
