import type { StepEventStateMetadata } from '@pulumi/pulumi/automation/index.js';
import { z } from 'zod';
import type { Planned } from '../../infra/existing/planned.ts';

/** A resource that Pulumi would create, with what its state needs to have of it. */
export interface PlannedCreation extends Planned {
  readonly urn: string;
  readonly custom: boolean;
  /** URN; empty for the stack itself. */
  readonly parent: string;
  /** URN and id, which is {@link unknownId} for a provider that is planned, too; empty for none. */
  readonly provider: string;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
}

/** Stands for what a preview cannot know yet, in Pulumi's wire format. */
export const unknownId = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

export function plannedCreation(state: StepEventStateMetadata): PlannedCreation {
  const { urn, type, custom = false, parent, provider, protect = false } = state;
  return {
    urn,
    type,
    custom,
    parent,
    provider,
    protect,
    retainOnDelete: state.retainOnDelete ?? false,
    name: urn.split('::').at(-1) ?? '',
    inputs: knownInputs(z.record(z.string(), z.unknown()).parse(state.inputs)),
  };
}

function knownInputs(inputs: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const known = Object.entries(inputs).filter(([, value]) => !hasUnknown(value));
  return Object.fromEntries(known.map(([name, value]) => [name, withoutMask(value)]));
}

function hasUnknown(value: unknown): boolean {
  return JSON.stringify(value).includes(unknownId);
}

const maskedSecret = z.looseObject({ ciphertext: z.literal('[secret]') });

/** The engine tells no secrets. What takes the place of one stays secret, and is read from AWS later. */
function withoutMask(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutMask);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const masked = maskedSecret.safeParse(value);
  if (masked.success) {
    const { ciphertext: _mask, ...marks } = masked.data;
    return { ...marks, plaintext: 'null' };
  }
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withoutMask(each)]));
}
