import type { Canary } from '../../../runner/aws/api-stage.ts';
import { formatJournal, type Journal } from '../../../stack/journal.ts';
import { parsePair, type Pair } from '../../../stack/pair.ts';
import type { Target } from '../../../runner/traffic/target.ts';

/** `7@new` */
export function pair(text: string): Pair {
  const parsed = parsePair(text);
  if (parsed === undefined) {
    throw new Error(`${text} is no pair`);
  }
  return parsed;
}

export interface TargetParts {
  readonly name?: string;
  readonly weights?: Readonly<Record<string, number>>;
  readonly canary?: Canary;
  /** Version that the standby alias points at; `1` unless said otherwise. */
  readonly standby?: string;
  /** The API stage calls the standby alias. */
  readonly callsStandby?: boolean;
  /** What the runner wrote, or what somebody else did. */
  readonly journal?: Journal | string;
}

/** A target as it would be read from AWS, whose first alias and API stage are at a pair. */
export function targetAt(served: string, parts: TargetParts = {}): Target {
  const { version, deployment } = pair(served);
  const {
    name = 'prod',
    weights = {},
    canary,
    standby = '1',
    callsStandby = false,
    journal,
  } = parts;
  const alias = name.toUpperCase();
  const description = typeof journal === 'object' ? formatJournal(journal) : (journal ?? '');
  const common = { functionName: 'greeting', revisionId: 'read' };
  return {
    name,
    url: `https://api.test/${name}`,
    alias: { ...common, name: alias, version, weights, description },
    standby: {
      ...common,
      name: `${alias}_STANDBY`,
      version: standby,
      weights: {},
      description: '',
    },
    apiStage: {
      restApiId: 'a1b2c3',
      name,
      isClosed: false,
      settings: { throttling: {}, logging: 'OFF', dataTrace: false, variables: {} },
      deploymentId: deployment,
      alias: callsStandby ? `${alias}_STANDBY` : alias,
      canary,
    },
  };
}

/** A journal of pairs in short, of a rollback where pairs were rolled back, unless said otherwise: `journal('accepted', '7@new', ['6@old'])`. */
export function journal(
  state: Journal['state'],
  served: string,
  before: readonly string[] = [],
  more: Partial<Pick<Journal, 'by'>> & {
    readonly percent?: number;
    readonly rolledBack?: readonly string[];
  } = {},
): Journal {
  const { percent, rolledBack, by = rolledBack === undefined ? 'release' : 'rollback' } = more;
  return {
    state,
    pair: pair(served),
    before: before.map(pair),
    by,
    release: 'r1',
    ...(percent !== undefined && { percent }),
    ...(rolledBack && { rolledBack: rolledBack.map(pair) }),
  };
}
