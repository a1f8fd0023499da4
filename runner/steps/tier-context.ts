import type { ReleaseContext } from '../context.ts';

/** What every tier but the unit tier is told: where to find the function. */
export function tierEnvironment({ settings }: Pick<ReleaseContext, 'settings'>) {
  return {
    FUNCTION_NAME: settings.program.function.name,
    AWS_REGION: settings.region,
  };
}

/** Hands what a red tier printed to the reporter. */
export function reportOutput({ stop, reporter }: ReleaseContext, step: string) {
  return {
    signal: stop.signal,
    onOutput(text: string) {
      reporter.report({ kind: 'output', step, text });
    },
  };
}
