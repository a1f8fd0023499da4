import { reviveByName, type ByName } from '../../aws/by-name.ts';

/** A part of the state as a test writes it down: with `{}` where the state keeps values by name. */
export type Plain<State> =
  State extends ByName<infer Value>
    ? Readonly<Record<string, Plain<Value>>>
    : State extends object
      ? { [Member in keyof State]: Plain<State[Member]> }
      : State;

/** The state that is written down so. */
export const toState = <State>(plain: Plain<State>): State =>
  JSON.parse(JSON.stringify(plain), reviveByName) as State;
