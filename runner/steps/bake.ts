import { findBake, findJudge } from '../../stack/stack-file.ts';
import type { ReleaseContext } from '../context.ts';
import { seenAlone } from '../judge/seen-at.ts';
import { watchBake, type Look } from '../judge/watch.ts';
import type { Step } from '../steps.ts';
import type { Pair } from '../../stack/pair.ts';
import { pairBefore, type Target } from '../traffic/target.ts';
import { watched, type WatchContext } from './watched.ts';

/**
 * Goes on watching a target when all its requests have shifted and its tests are green: a red alarm, or
 * too many failed probes, still puts back.
 */
export function bake(
  context: WatchContext & Pick<ReleaseContext, 'settings' | 'reporter'>,
  target: Target,
  candidate: Pair,
): Step<void> {
  const { settings, reporter, stop } = context;
  const seconds = findBake(settings, target.name);
  const judge = findJudge(settings, target.name);
  const id = `bake-${target.name}`;
  const onJudged = (look: Look) => {
    const seen = seenAlone(look, judge);
    reporter.report({ kind: 'judged', step: id, target: target.name, percent: 100, ...seen });
  };
  return {
    id,
    title: `bake ${target.name}`,
    atMost: { seconds, until: 'it was watched long enough' },
    run: () =>
      watched(
        context,
        target,
        { candidate, baseline: pairBefore(target), judge },
        ({ probed, redAlarms }) =>
          watchBake(
            { observe: () => Promise.resolve([probed()]), redAlarms, onJudged },
            { ...judge, durationMs: seconds * 1000 },
            stop.signal,
          ),
      ),
    detail: () => `${String(seconds)} s`,
    planned: { result: undefined, detail: `would watch it for ${String(seconds)} s` },
  };
}
