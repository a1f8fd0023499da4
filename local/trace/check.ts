import { possibleAnswers, type Pair, type PossibleAnswer } from './possible-answers.ts';
import { describeWrite, type Bounds, type Write } from './writes.ts';

/** What a trace is checked against. */
export interface Rule {
  /** Whether a stage may answer with a pair at a time, in milliseconds since the epoch. */
  allowed(stage: string, pair: Pair, at: number): boolean;
  /** Times at which what is allowed may change, besides those of the writes. */
  readonly changesAt?: readonly number[];
}

/** A host could give an answer that is not allowed. */
export class ForbiddenAnswer extends Error {
  readonly answer: PossibleAnswer;
  /** The first moment, in milliseconds since the epoch. */
  readonly at: number;

  constructor(answer: PossibleAnswer, at: number) {
    const { stage, pair, until, because } = answer;
    const end = until === Infinity ? 'from then on' : `for ${String(until - at)} ms`;
    const writes = because.map((write) => {
      const before = `${String(at - write.at)} ms before`;
      return `${describeWrite(write)} (${before})`;
    });
    super(
      `${stage} could answer with ${pair.version}@${pair.deployment}, which is not allowed, at ` +
        `${new Date(at).toISOString()} and ${end}: a host could see ${writes.join(' and ')}.`,
    );
    this.name = 'ForbiddenAnswer';
    this.answer = answer;
    this.at = at;
  }
}

/**
 * Checks every answer that any host could give, at every moment: what is allowed is asked when an
 * answer becomes possible, and again whenever that may have changed.
 *
 * @returns how many answers were possible
 * @throws {ForbiddenAnswer} for the first answer that is not allowed
 */
export function checkTrace(writes: readonly Write[], bounds: Bounds, rule: Rule): number {
  const answers = possibleAnswers(writes, bounds);
  const changes = [...writes.map(({ at }) => at), ...(rule.changesAt ?? [])].sort((a, b) => a - b);
  const forbidden = answers.flatMap((answer) => {
    const { stage, pair, from, until } = answer;
    const moments = [from, ...changes.filter((at) => at > from && at < until)];
    const at = moments.find((moment) => !rule.allowed(stage, pair, moment));
    return at === undefined ? [] : [new ForbiddenAnswer(answer, at)];
  });
  const [first] = forbidden.sort((one, other) => one.at - other.at);
  if (first !== undefined) {
    throw first;
  }
  return answers.length;
}
