import { validationError } from './errors.ts';
import type { AlarmStateValue } from './state.ts';

/** The state of the alarm of a name or ARN; `undefined` where there is none. */
export type FindState = (alarm: string) => AlarmStateValue | undefined;

/**
 * Whether the rule of a composite alarm holds: `ALARM(a) AND (OK("b") OR NOT INSUFFICIENT_DATA(c))`.
 *
 * @throws {ValidationError} for what is no rule, and for an alarm that is not there.
 */
export function ruleHolds(rule: string, stateOf: FindState): boolean {
  const tokens = [...rule.matchAll(/\s*("[^"]*"|[()]|[^\s()"]+)/g)].map(([, token = '']) => token);
  return new RuleParser(tokens, stateOf).whole();
}

class RuleParser {
  readonly #tokens: readonly string[];
  readonly #stateOf: FindState;
  #next = 0;

  constructor(tokens: readonly string[], stateOf: FindState) {
    this.#tokens = tokens;
    this.#stateOf = stateOf;
  }

  whole(): boolean {
    const holds = this.#or();
    if (this.#next < this.#tokens.length) {
      throw this.#wrong();
    }
    return holds;
  }

  #wrong() {
    return validationError(
      `Error in AlarmRule: unexpected '${this.#tokens[this.#next] ?? 'end'}' at token ${String(this.#next + 1)}.`,
    );
  }

  #or(): boolean {
    let holds = this.#and();
    while (this.#take('OR')) {
      const right = this.#and();
      holds ||= right;
    }
    return holds;
  }

  #and(): boolean {
    let holds = this.#not();
    while (this.#take('AND')) {
      const right = this.#not();
      holds &&= right;
    }
    return holds;
  }

  #not(): boolean {
    if (this.#take('NOT')) {
      return !this.#not();
    }
    if (this.#take('(')) {
      const holds = this.#or();
      this.#expect(')');
      return holds;
    }
    if (this.#take('TRUE') || this.#take('FALSE')) {
      return this.#tokens[this.#next - 1] === 'TRUE';
    }
    return this.#state();
  }

  #state(): boolean {
    const wanted = this.#tokens[this.#next] ?? '';
    if (!['ALARM', 'OK', 'INSUFFICIENT_DATA'].includes(wanted)) {
      throw this.#wrong();
    }
    this.#next++;
    this.#expect('(');
    const alarm = (this.#tokens[this.#next++] ?? '').replace(/^"(.*)"$/, '$1');
    this.#expect(')');
    const state = this.#stateOf(alarm);
    if (state === undefined) {
      throw validationError(
        `Could not save the composite alarm: the alarm ${alarm} does not exist.`,
      );
    }
    return state === wanted;
  }

  #take(token: string): boolean {
    const there = this.#tokens[this.#next] === token;
    this.#next += there ? 1 : 0;
    return there;
  }

  #expect(token: string): void {
    if (!this.#take(token)) {
      throw this.#wrong();
    }
  }
}
