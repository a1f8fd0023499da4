import { validationError } from './errors.ts';
import type { AlarmStateValue } from './state.ts';
import { Tokens } from './tokens.ts';

/** The state of the alarm of a name or ARN; `undefined` where there is none. */
export type FindState = (alarm: string) => AlarmStateValue | undefined;

/**
 * Whether the rule of a composite alarm holds: `ALARM(a) AND (OK("b") OR NOT INSUFFICIENT_DATA(c))`.
 *
 * @throws {ValidationError} for what is no rule, and for an alarm that is not there.
 */
export function ruleHolds(rule: string, stateOf: FindState): boolean {
  const tokens = new Tokens(rule, /\s*("[^"]*"|[()]|[^\s()"]+)/g, (token = 'end', index) =>
    validationError(`Error in AlarmRule: unexpected '${token}' at token ${String(index + 1)}.`),
  );
  return new RuleParser(tokens, stateOf).whole();
}

class RuleParser {
  readonly #tokens: Tokens;
  readonly #stateOf: FindState;

  constructor(tokens: Tokens, stateOf: FindState) {
    this.#tokens = tokens;
    this.#stateOf = stateOf;
  }

  whole(): boolean {
    const holds = this.#or();
    if (!this.#tokens.isAtEnd) {
      throw this.#tokens.wrong();
    }
    return holds;
  }

  #or(): boolean {
    let holds = this.#and();
    while (this.#tokens.take('OR')) {
      const right = this.#and();
      holds ||= right;
    }
    return holds;
  }

  #and(): boolean {
    let holds = this.#not();
    while (this.#tokens.take('AND')) {
      const right = this.#not();
      holds &&= right;
    }
    return holds;
  }

  #not(): boolean {
    if (this.#tokens.take('NOT')) {
      return !this.#not();
    }
    if (this.#tokens.take('(')) {
      const holds = this.#or();
      this.#tokens.expect(')');
      return holds;
    }
    if (this.#tokens.take('TRUE')) {
      return true;
    }
    return !this.#tokens.take('FALSE') && this.#state();
  }

  #state(): boolean {
    const wanted = this.#tokens.peek();
    if (!['ALARM', 'OK', 'INSUFFICIENT_DATA'].includes(wanted)) {
      throw this.#tokens.wrong();
    }
    this.#tokens.read();
    this.#tokens.expect('(');
    const alarm = this.#tokens.read().replace(/^"(.*)"$/, '$1');
    this.#tokens.expect(')');
    const state = this.#stateOf(alarm);
    if (state === undefined) {
      throw validationError(
        `Could not save the composite alarm: the alarm ${alarm} does not exist.`,
      );
    }
    return state === wanted;
  }
}
