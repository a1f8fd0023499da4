import type { ExecutionContext } from 'ava';
import type { LagSettings } from '../../../lag-settings.ts';
import { readConfiguration } from '../../../provider/configuration.ts';
import type { Properties } from '../../../provider/properties.ts';
import { Provider } from '../../../provider/provider.ts';
import { account, region } from '../../_helpers/account.ts';
import { startEmbedded, type Embedded } from '../../_helpers/embedded.ts';

export interface Made {
  readonly urn: string;
  readonly id: string;
  readonly state: Properties;
  readonly inputs: Properties;
}

export interface Workbench extends Embedded {
  readonly provider: Provider;
  /** Check and create, as `pulumi up` does with a new resource. */
  make(type: string, asked: Properties, name?: string): Promise<Made>;
  /** Diff and update, as `pulumi up` does with an edited one. */
  edit(made: Made, asked: Properties, ignoreChanges?: readonly string[]): Promise<Made>;
  /** Names of the inputs, or outdated outputs, that `pulumi up` would say change. */
  changes(made: Made, asked: Properties, ignoreChanges?: readonly string[]): Promise<string[]>;
  refresh(made: Made): Promise<Made | undefined>;
  /** Operations called since the last question. */
  operations(): string[];
}

/**
 * A provider on an embedded AWS of its own.
 *
 * @param lag of the embedded AWS, in seconds; not at all by default.
 */
export async function startWorkbench(
  t: ExecutionContext,
  lag: Partial<LagSettings> = {},
): Promise<Workbench> {
  const embedded = await startEmbedded(t, { timings: { pendingMs: 30, inProgressMs: 30 }, lag });
  const provider = providerAt(embedded.url);
  const change = (made: Made, asked: Properties, ignoreChanges: readonly string[] = []) => ({
    ...made,
    asked,
    ignoreChanges,
  });
  return {
    ...embedded,
    provider,
    async make(type, asked, name = 'it') {
      const urn = urnOf(type, name);
      const { inputs, failures } = await provider.check(urn, {}, asked, new Uint8Array());
      t.deepEqual(failures, []);
      const { id, properties } = await provider.create(urn, inputs, false);
      return { urn, id, state: properties, inputs };
    },
    async edit(made, asked, ignoreChanges) {
      const { inputs, failures } = await provider.check(
        made.urn,
        made.inputs,
        asked,
        new Uint8Array(),
      );
      t.deepEqual(failures, []);
      const state = await provider.update(change(made, inputs, ignoreChanges), false);
      return { ...made, state, inputs };
    },
    async changes(made, asked, ignoreChanges) {
      const { inputs } = await provider.check(made.urn, made.inputs, asked, new Uint8Array());
      const { changed, outdated } = await provider.diff(change(made, inputs, ignoreChanges));
      return [...changed, ...Object.keys(outdated)];
    },
    async refresh(made) {
      const live = await provider.read(made, made.inputs);
      return live && { ...made, id: live.id, state: live.properties, inputs: live.inputs };
    },
    operations() {
      const calls = embedded.aws.calls.list().map(({ operation }) => operation);
      embedded.aws.calls.clear();
      return calls;
    },
  };
}

/** A provider with the usual account and region. */
export function providerAt(url: string): Provider {
  return new Provider(readConfiguration({ region }, { AWS_ACCESS_KEY_ID: account }, url));
}

export function urnOf(type: string, name: string): string {
  return `urn:pulumi:local::project::${type}::${name}`;
}
