import { isEmpty, isSame, isSameMember, type Equivalence } from './equality.ts';
import { isObject, unknownValue, type Properties } from './properties.ts';
import { appendPath } from './property-path.ts';

/** What `diff` needs to know of a resource type. */
export interface DiffRules {
  /** Names of the inputs. */
  readonly inputNames: readonly string[];
  /** Inputs that AWS cannot change: another value makes another resource. */
  readonly replaceOn: readonly string[];
  /** Inputs that AWS chooses when they are left out: leaving them out changes nothing. */
  readonly chosenByAws: readonly string[];
  /** How to compare an input, where `isSame` is not it. */
  readonly equivalent: Readonly<Record<string, Equivalence>>;
}

export type ChangeKind = 'add' | 'update' | 'delete';

export interface Difference {
  /** Inputs that change, by name. Empty when nothing does. */
  readonly changed: ReadonlySet<string>;
  /** Those of them that make another resource. */
  readonly replaces: readonly string[];
  /** By property path: what the CLI prints. */
  readonly details: ReadonlyMap<string, { readonly kind: ChangeKind; readonly replace: boolean }>;
}

/**
 * Compares what is asked for with the state of the last run or refresh, as the official provider does.
 *
 * Pure. An unknown value counts as a change. An input that is left out and is in state is taken away,
 * unless AWS chooses it.
 */
export function diff(rules: DiffRules, state: Properties, asked: Properties): Difference {
  const replaceOn = new Set(rules.replaceOn);
  const changed = rules.inputNames.filter((name) =>
    isChanged(rules, name, state[name], asked[name]),
  );
  const details = new Map(
    changed.flatMap((name) =>
      changesAt(name, state[name], asked[name]).map(
        ([path, kind]) => [path, { kind, replace: replaceOn.has(name) }] as const,
      ),
    ),
  );
  return {
    changed: new Set(changed),
    replaces: changed.filter((name) => replaceOn.has(name)),
    details,
  };
}

function isChanged(rules: DiffRules, name: string, inState: unknown, asked: unknown): boolean {
  if (asked === undefined) {
    return !rules.chosenByAws.includes(name) && !isEmpty(inState);
  }
  return !(rules.equivalent[name] ?? isSame)(inState, asked);
}

function changesAt(path: string, inState: unknown, asked: unknown): [string, ChangeKind][] {
  if (isObject(inState) && isObject(asked)) {
    const names = [...new Set([...Object.keys(inState), ...Object.keys(asked)])];
    const nested = names
      .filter((name) => !isSameMember(inState[name], asked[name]))
      .flatMap((name) => changesAt(appendPath(path, name), inState[name], asked[name]));
    if (nested.length > 0) {
      return nested;
    }
  }
  if (inState === undefined || inState === unknownValue) {
    return [[path, 'add']];
  }
  return [[path, asked === undefined ? 'delete' : 'update']];
}
