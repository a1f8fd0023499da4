import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { emptyAcmState } from './acm/state.ts';
import { emptyApiGatewayState } from './apigateway/state.ts';
import { unfinishedSuffix } from './atomic-write.ts';
import { reviveByName } from './by-name.ts';
import { emptyCloudWatchState } from './cloudwatch/state.ts';
import { Document } from './document.ts';
import { emptyDynamoDbState } from './dynamodb/state.ts';
import { emptyIamState } from './iam/state.ts';
import { emptyLambdaState } from './lambda/state.ts';
import { emptyLogsState } from './logs/state.ts';
import { emptyS3State } from './s3/state.ts';
import { emptyRoute53State } from './route53/state.ts';
import { emptySecretsManagerState } from './secretsmanager/state.ts';
import { emptySsmState } from './ssm/state.ts';
import { isStructure } from './protocols/values.ts';
import type { RegionState } from './region.ts';

/** Of the documents; raised when an older one can no longer be read. */
const format = 1;

/** What has no regions, or is asked for from all of them, is kept under this name. */
const globalRegion = 'global';

/** State on disk that cannot be used. The message is one sentence for the person at the terminal. */
export class StateError extends Error {
  constructor(file: string, problem: string, options?: ErrorOptions) {
    super(
      `The state of the embedded AWS in ${file} ${problem}; nothing was changed: restore the file, ` +
        'or forget all local state with: npm run local -- reset',
      options,
    );
    this.name = 'StateError';
  }
}

interface Stored<T> {
  readonly state: T;
  readonly document: Document;
}

type GlobalState = Pick<RegionState, 'iam' | 'acm' | 'route53'>;
type RegionalState = Omit<RegionState, keyof GlobalState>;

/**
 * The state of every account and region, one JSON document each: `000000000000-eu-west-1.json`.
 * What is global to an account is a document of its own, shared by the account's regions.
 */
export class StateStore {
  readonly #dir: string;
  readonly #regional = new Map<string, Stored<RegionalState>>();
  readonly #global = new Map<string, Stored<GlobalState>>();

  /**
   * Reads all documents of a folder, which is created when missing.
   *
   * @throws {StateError} when a document cannot be read or is of another format
   */
  constructor(dir: string) {
    this.#dir = dir;
    mkdirSync(dir, { recursive: true });
    removeUnfinishedWrites(dir);
    for (const { account, region } of this.regions()) {
      this.state(account, region);
    }
  }

  /** The accounts and regions that have a document. */
  regions(): { readonly account: string; readonly region: string }[] {
    return readdirSync(this.#dir)
      .map((name) => /^(\d{12})-(.+)\.json$/.exec(name))
      .filter((match) => match !== null)
      .map(([, account = '', region = '']) => ({ account, region }))
      .filter(({ region }) => region !== globalRegion);
  }

  /** The state of an account and region; empty on first use. */
  state(account: string, region: string): RegionState {
    return { ...this.#regionalOf(account, region).state, ...this.#globalOf(account).state };
  }

  /** Resolves when the state of this account and region, as it is now, is on disk. */
  async save(account: string, region: string): Promise<void> {
    await Promise.all([
      this.#regionalOf(account, region).document.save(),
      this.#globalOf(account).document.save(),
    ]);
  }

  #regionalOf(account: string, region: string): Stored<RegionalState> {
    return getOrCreate(this.#regional, `${account}-${region}`, (name) =>
      this.#open(name, {
        lambda: emptyLambdaState(),
        apigateway: emptyApiGatewayState(),
        logs: emptyLogsState(),
        cloudwatch: emptyCloudWatchState(),
        dynamodb: emptyDynamoDbState(),
        ssm: emptySsmState(),
        secretsmanager: emptySecretsManagerState(),
        s3: emptyS3State(),
      }),
    );
  }

  #globalOf(account: string): Stored<GlobalState> {
    return getOrCreate(this.#global, `${account}-${globalRegion}`, (name) =>
      this.#open(name, {
        iam: emptyIamState(),
        acm: emptyAcmState(),
        route53: emptyRoute53State(),
      }),
    );
  }

  #open<T extends Record<string, object>>(name: string, empty: T): Stored<T> {
    const file = join(this.#dir, `${name}.json`);
    const serialise = (): string => JSON.stringify({ format, state: empty });
    const onDisk = readIfExists(file);
    const document = new Document(file, serialise, onDisk ?? serialise());
    if (onDisk !== undefined) {
      restore(empty, parseDocument(file, onDisk), file);
    }
    return { state: empty, document };
  }
}

/** Overwrites the empty slices by what was stored; members that a newer program added stay empty. */
function restore(
  empty: Record<string, object>,
  stored: Record<string, unknown>,
  file: string,
): void {
  for (const [name, slice] of Object.entries(empty)) {
    const saved = stored[name] ?? {};
    if (!isStructure(saved)) {
      throw new StateError(file, `has no readable part for ${name}`);
    }
    Object.assign(slice, saved);
  }
}

function parseDocument(file: string, content: string): Record<string, unknown> {
  const value = parseJson(file, content);
  if (!isStructure(value) || !isStructure(value.state)) {
    throw new StateError(file, 'is not a state document');
  }
  if (value.format !== format) {
    throw new StateError(
      file,
      `was written in another format than this version reads (${String(format)})`,
    );
  }
  return value.state;
}

function parseJson(file: string, content: string): unknown {
  try {
    return JSON.parse(content, reviveByName);
  } catch (error) {
    throw new StateError(file, 'is corrupt (not JSON)', { cause: error });
  }
}

function readIfExists(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return undefined;
    }
    throw new StateError(file, 'cannot be read', { cause: error });
  }
}

function removeUnfinishedWrites(dir: string): void {
  for (const name of readdirSync(dir)) {
    if (name.endsWith(unfinishedSuffix)) {
      rmSync(join(dir, name));
    }
  }
}

function getOrCreate<T>(map: Map<string, T>, key: string, create: (key: string) => T): T {
  const known = map.get(key);
  if (known !== undefined) {
    return known;
  }
  const created = create(key);
  map.set(key, created);
  return created;
}
