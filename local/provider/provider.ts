import { AwsRegion, type ProviderConfig } from './aws-region.ts';
import type { CheckFailure } from './check.ts';
import { diff, type Difference } from './diff.ts';
import { isSame } from './equality.ts';
import { describeFailure, IncompleteResourceError, ProviderError } from './errors.ts';
import { importedFrom, withRegion } from './in-region.ts';
import { runInvoke } from './invokes.ts';
import { inertNotice, inertType } from './inert.ts';
import { isMadeName, parseUrn } from './names.ts';
import { readBack, readInputs, readOnce, withKnown } from './live.ts';
import { previewCreation, previewUpdate } from './preview.ts';
import { unknownValue, type Properties } from './properties.ts';
import { keepIgnored } from './property-path.ts';
import { loadResourceType } from './registry.ts';
import type { Live, ResourceType } from './resource.ts';
import { changesTags } from './tags.ts';

export interface ResourceRequest {
  readonly urn: string;
  readonly id: string;
  /** Outputs of the last run or refresh. */
  readonly state: Properties;
}

export interface ChangeRequest extends ResourceRequest {
  /** Checked inputs. */
  readonly asked: Properties;
  readonly ignoreChanges: readonly string[];
}

export interface ProviderDifference extends Difference {
  /** Outputs that an update refreshes, as they will be. */
  readonly outdated: Properties;
  readonly deleteBeforeReplace: boolean;
}

/** What the provider asks and tells besides. */
export interface Surroundings {
  /** Whether a stack refuses resources of types that the embedded AWS does not model. */
  readonly isStrict?: (stack: string) => boolean;
  /** Tells people of a resource. */
  readonly warn?: (urn: string, message: string) => void;
}

/** The provider without its wire: what Pulumi asks for, in plain values, done on the embedded AWS. */
export class Provider {
  readonly #config: ProviderConfig;
  readonly #surroundings: Surroundings;
  readonly #regions = new Map<string, AwsRegion>();
  readonly #warned = new Set<string>();
  readonly #cancelled = new AbortController();

  constructor(config: ProviderConfig, surroundings: Surroundings = {}) {
    this.#config = config;
    this.#surroundings = surroundings;
  }

  /** Ends every wait. The CLI calls it on Ctrl-C, and also at the end of each run. */
  cancel(): void {
    this.#cancelled.abort(new ProviderError('cancelled'));
  }

  /**
   * Looks up whose account this is, where the configuration says which ones may be used.
   *
   * @throws {ProviderError} when it is none of them.
   */
  async checkAccount(): Promise<void> {
    const { allowedAccountIds } = this.#config;
    if (allowedAccountIds.length === 0) {
      return;
    }
    const account = await this.#attempt('looking up the account', this.#region({}).account);
    if (!allowedAccountIds.includes(account)) {
      throw new ProviderError(`AWS account ID not allowed: ${account}`);
    }
  }

  /** @see check */
  async check(
    urn: string,
    oldInputs: Properties,
    asked: Properties,
    seed: Uint8Array,
  ): Promise<{ readonly inputs: Properties; readonly failures: readonly CheckFailure[] }> {
    const { type, name, isInert } = await this.#resolve(urn, asked);
    if (isInert) {
      this.#tellInert(urn);
    }
    // Loads the schema library, which would make every start longer.
    const { check } = await import('./check.ts');
    return check(type, name, oldInputs, asked, seed);
  }

  /** Compares state with what is asked for, `ignoreChanges` respected. */
  async diff(request: ChangeRequest): Promise<ProviderDifference> {
    const { type, name } = await this.#resolve(request.urn, request.state, request.asked);
    return this.#diff(type, name, request);
  }

  /** @throws {IncompleteResourceError} when it was made, and is not complete. */
  async create(
    urn: string,
    inputs: Properties,
    preview: boolean,
  ): Promise<{ readonly id: string; readonly properties: Properties }> {
    const { type, name } = await this.#resolve(urn, inputs);
    const region = this.#region(inputs);
    if (preview) {
      return { id: '', properties: previewCreation(type, region, inputs) };
    }
    const doing = `creating ${type.title} ${labelOf(type, name, inputs)}`;
    const id = await this.#attempt(doing, type.create(region, inputs));
    try {
      await type.complete(region, id, inputs);
      return { id, properties: await readBack(type, region, id, inputs, Object.keys(inputs)) };
    } catch (error) {
      // State then says what was asked for, and not what is there: so does the official provider.
      const live = await readOnce(type, region, id, inputs).catch(() => undefined);
      const properties = { ...live, ...inputs };
      throw new IncompleteResourceError(
        describeFailure(doing, this.#config.endpoint, error),
        id,
        properties,
        error,
      );
    }
  }

  /**
   * What is on AWS now.
   *
   * @param inputs Those of the last run. With no state it is an import, and they do not count.
   * @returns undefined when it is gone.
   */
  async read(
    request: ResourceRequest,
    inputs: Properties,
  ): Promise<(Live & { readonly inputs: Properties }) | undefined> {
    const { type, name } = await this.#resolve(request.urn, inputs);
    const isImport = Object.keys(request.state).length === 0;
    const { id, ...place } = isImport ? importedFrom(type, request.id) : { id: request.id };
    const region = this.#region({ ...inputs, ...request.state, ...place });
    const doing = `reading ${type.title} ${labelOf(type, name, request.state)}`;
    const live = await this.#attempt(doing, type.read(region, id, request.state));
    if (live === undefined) {
      return undefined;
    }
    const properties = withKnown(type, region, request.state, live);
    const read = readInputs(type, isImport ? {} : inputs, properties);
    const elsewhere = region.name === this.#config.region ? {} : place;
    return { id: live.id, properties, inputs: { ...read, ...elsewhere } };
  }

  /** @returns The properties after the update; in a preview, with what it changes unknown. */
  async update(request: ChangeRequest, preview: boolean): Promise<Properties> {
    const { type, name } = await this.#resolve(request.urn, request.state, request.asked);
    const { state } = request;
    const region = this.#region({ ...request.asked, ...state });
    const inputs = keepIgnored(state, request.asked, request.ignoreChanges);
    const difference = this.#diff(type, name, request);
    const { changed } = difference;
    if (preview) {
      return previewUpdate(type, region, state, inputs, difference);
    }
    const update = async (): Promise<Properties> => {
      await type.update(region, request.id, { inputs, changed, state });
      return readBack(type, region, request.id, inputs, [...changed]);
    };
    return this.#attempt(`updating ${type.title} ${labelOf(type, name, inputs)}`, update());
  }

  async delete({ urn, id, state }: ResourceRequest): Promise<void> {
    const { type, name } = await this.#resolve(urn, state);
    const doing = `deleting ${type.title} ${labelOf(type, name, state)}`;
    await this.#attempt(doing, type.delete(this.#region(state), id, state));
  }

  async invoke(token: string, inputs: Properties): Promise<Properties> {
    return this.#attempt(`calling ${token}`, runInvoke(token, this.#region(inputs), inputs));
  }

  /** @param properties all that is known of the resource, for a type that has no schema here. */
  async #resolve(
    urn: string,
    ...properties: readonly Properties[]
  ): Promise<{ readonly type: ResourceType; readonly name: string; readonly isInert: boolean }> {
    const { type: token, name } = parseUrn(urn);
    const type = await loadResourceType(token);
    return type === undefined
      ? {
          type: inertType(token, Object.assign({}, ...properties) as Properties),
          name,
          isInert: true,
        }
      : { type, name, isInert: false };
  }

  /** @throws {ProviderError} where the stack is strict. */
  #tellInert(urn: string): void {
    const { type, stack } = parseUrn(urn);
    if (this.#surroundings.isStrict?.(stack) === true) {
      throw new ProviderError(
        `${type} is not modelled by the embedded AWS, and Pulumi.${stack}.yaml has local:strict: true, which refuses that: take the resource out, or local:strict`,
      );
    }
    if (!this.#warned.has(urn)) {
      this.#warned.add(urn);
      this.#surroundings.warn?.(urn, inertNotice);
    }
  }

  #diff(type: ResourceType, name: string, request: ChangeRequest): ProviderDifference {
    const { state } = request;
    const kept = keepIgnored(state, request.asked, request.ignoreChanges);
    const asked = withRegion(type, state, kept, this.#config.region);
    const region = this.#region(state);
    const found = diff(type, state, asked);
    const changed = new Set(found.changed);
    if (type.tagged && changesTags(region, state, asked)) {
      changed.add('tagsAll');
    }
    return {
      ...found,
      changed,
      outdated: type.outdated(state, region),
      deleteBeforeReplace: found.replaces.length > 0 && keepsItsName(type, name, state, asked),
    };
  }

  #region(properties: Properties): AwsRegion {
    const given = properties.region;
    const name = typeof given === 'string' && given !== unknownValue ? given : this.#config.region;
    if (name === '') {
      throw new ProviderError(
        'no AWS region is set: run "pulumi config set aws:region REGION", or set AWS_REGION',
      );
    }
    const region =
      this.#regions.get(name) ?? new AwsRegion(this.#config, name, this.#cancelled.signal);
    this.#regions.set(name, region);
    return region;
  }

  async #attempt<T>(doing: string, work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      throw new ProviderError(describeFailure(doing, this.#config.endpoint, error), {
        cause: error,
      });
    }
  }
}

function labelOf(type: ResourceType, resourceName: string, properties: Properties): string {
  const name = type.autoName === undefined ? undefined : properties[type.autoName.property];
  return typeof name === 'string' && name !== resourceName
    ? `"${name}" (${resourceName})`
    : `"${resourceName}"`;
}

// A name that the program fixes is taken as long as the old resource has it.
function keepsItsName(
  type: ResourceType,
  resourceName: string,
  state: Properties,
  asked: Properties,
): boolean {
  if (type.autoName === undefined) {
    return false;
  }
  const name = asked[type.autoName.property];
  if (isMadeName(type.autoName, resourceName, name, asked)) {
    return false;
  }
  return isSame(state[type.autoName.property], name);
}
