import fc from 'fast-check';
import type { FaultRule } from '../../../../local/aws/faults.ts';
import type { Move } from './_by-hand.ts';

/** What comes between while a command runs. */
export type Trouble =
  | { readonly kind: 'none' }
  | { readonly kind: 'kill'; readonly call: number; readonly when: 'before' | 'after' }
  | { readonly kind: 'person'; readonly call: number; readonly move: Move }
  | { readonly kind: 'fault'; readonly rule: FaultRule };

/** More than the calls of a release that takes a long way. */
const mostCalls = 45;
const call = fc.integer({ min: 1, max: mostCalls });

export const move: fc.Arbitrary<Move> = fc.record({
  target: fc.constantFrom('stage', 'prod'),
  what: fc.constantFrom('version', 'deployment', 'pair', 'weights', 'canary', 'settings'),
  pick: fc.nat(9),
  percent: fc.integer({ min: 1, max: 99 }),
});

const faultyOperations = [
  'GetAlias',
  'UpdateAlias',
  'GetStage',
  'UpdateStage',
  'GetFunctionConfiguration',
  'UpdateFunctionCode',
  'PublishVersion',
];

const onceFault = fc.record({
  operation: fc.constantFrom(...faultyOperations),
  call: fc.integer({ min: 1, max: 8 }),
  kind: fc.constantFrom('throttle', 'fail', 'dropBefore', 'dropAfter', 'delay'),
  delayMs: fc.constant(30),
});

const lastingFault = fc.record({
  operation: fc.constantFrom(...faultyOperations),
  kind: fc.constantFrom('fail', 'dropBefore', 'dropAfter'),
});

export const trouble: fc.Arbitrary<Trouble> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ kind: 'none' } as const) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('kill'),
      call,
      when: fc.constantFrom('before', 'after'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('person'), call, move }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('fault'), rule: onceFault }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('fault'), rule: lastingFault }) },
);

/** Whether a command has to do all that it would do without the trouble. */
export function isHarmless(trouble: Trouble): boolean {
  return trouble.kind === 'none' || (trouble.kind === 'fault' && trouble.rule.call !== undefined);
}

/** Whether no answer to a write of an alias ever comes, so that even the lock may be left. */
export function losesWrites(trouble: Trouble): boolean {
  return lastsFor(trouble, ['UpdateAlias']);
}

/**
 * Whether a command cannot end what another one left: it never sees where a target is, cannot move it, or cannot say
 * that it did.
 */
export function cannotEnd(trouble: Trouble): boolean {
  return lastsFor(trouble, ['GetAlias', 'GetStage', 'UpdateAlias', 'UpdateStage']);
}

function lastsFor(trouble: Trouble, operations: readonly string[]): boolean {
  return (
    trouble.kind === 'fault' &&
    trouble.rule.call === undefined &&
    operations.includes(trouble.rule.operation)
  );
}

export function describeTrouble(trouble: Trouble): string {
  switch (trouble.kind) {
    case 'none':
      return '';
    case 'kill':
      return `, killed ${trouble.when} call ${String(trouble.call)}`;
    case 'person':
      return `, before call ${String(trouble.call)} ${describeMove(trouble.move)}`;
    case 'fault':
      return `, ${trouble.rule.kind} of ${trouble.rule.operation} ${String(trouble.rule.call ?? 'always')}`;
  }
}

export function describeMove({ target, what, pick, percent }: Move): string {
  return `a person moves ${what} of ${target} (${String(pick)}, ${String(percent)} %)`;
}
