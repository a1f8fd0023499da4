import { regionsOf } from '../../stack/regions.ts';
import type { Settings } from '../../stack/stack-file.ts';
import { UsageError } from '../errors.ts';

/** Where a command works, of the regions of a stack. */
export interface Places {
  /** In the order of the settings. */
  readonly names: readonly [string, ...string[]];
  /** Regions of the stack that it leaves as they are. */
  readonly skipped: readonly string[];
}

/** What `--region` and `--skip-region` say. */
interface Given {
  readonly region?: string | undefined;
  readonly 'skip-region'?: readonly string[];
}

/**
 * The regions in which a command works: all of the stack, unless it is told otherwise.
 *
 * @throws {UsageError} for what is no region of the stack, and when none is left.
 */
export function choosePlaces(
  { program, homeRegion, stack }: Settings,
  { region, 'skip-region': skipped = [] }: Given,
): Places {
  const all = regionsOf(program, homeRegion);
  const unknown = [...(region === undefined ? [] : [region]), ...skipped].find(
    (name) => !all.includes(name),
  );
  const resource = `stack ${stack}`;
  if (unknown !== undefined) {
    throw new UsageError(
      `Stack ${stack} is not in region ${unknown}`,
      { text: `name one of its regions: ${all.join(', ')}` },
      { resource },
    );
  }
  const chosen = region === undefined ? all : [region];
  const [first, ...others] = chosen.filter((name) => !skipped.includes(name));
  if (first === undefined) {
    throw new UsageError(
      `Stack ${stack} is in ${all.join(', ')} alone, and all that is skipped`,
      { text: 'leave --skip-region out' },
      { resource },
    );
  }
  return { names: [first, ...others], skipped };
}
