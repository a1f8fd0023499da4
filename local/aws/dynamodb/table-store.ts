import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';

import { AwsError } from '../errors.ts';

/** Of the npm package `dynalite`, which has no types: what it takes and gives, as its own server uses it. */
interface Dynalite {
  readonly store: Store;
  readonly validations: {
    toLowerFirst(name: string): string;
    checkTypes(input: unknown, types: unknown): unknown;
    checkValidations(input: unknown, types: unknown, custom: unknown, store: Store): void;
  };
}

interface Store {
  readonly tableDb: { awsAccountId: string; awsRegion: string };
  readonly db: { open(): Promise<void>; close(): Promise<void> };
}

type Action = (
  store: Store,
  input: unknown,
  done: (error: Error | null, output?: unknown) => void,
) => void;

/** How long a table stays in a state between two others. */
const settlingMs = 10;

const requireHere = createRequire(import.meta.url);

/** Tables and items of one account and region, in a folder: opened with the first call. */
export class TableStore {
  readonly #dir: string;
  readonly #account: string;
  readonly #region: string;
  #opening: Promise<Dynalite> | undefined;

  constructor(dir: string, account: string, region: string) {
    this.#dir = dir;
    this.#account = account;
    this.#region = region;
  }

  /**
   * Runs an operation; what it wrote outlives this process once it is answered.
   *
   * @param operation `PutItem`; one that dynalite has
   * @throws {AwsError} as DynamoDB answers it
   */
  async run(
    operation: string,
    input: Readonly<Record<string, unknown>>,
  ): Promise<Record<string, unknown>> {
    const { store, validations } = await (this.#opening ??= this.#open());
    const file = validations.toLowerFirst(operation);
    const action = requireHere(`dynalite/actions/${file}`) as Action;
    const rules = requireHere(`dynalite/validations/${file}`) as {
      readonly types: unknown;
      readonly custom?: unknown;
    };
    return new Promise((resolve, reject) => {
      try {
        // It takes out of the input what it does not know.
        const checked = validations.checkTypes({ ...input }, rules.types);
        validations.checkValidations(checked, rules.types, rules.custom, store);
        action(store, checked, (error, output) => {
          if (error === null || (error as Error | undefined) === undefined) {
            resolve((output ?? {}) as Record<string, unknown>);
          } else {
            reject(toAwsError(error));
          }
        });
      } catch (error) {
        reject(toAwsError(error));
      }
    });
  }

  async close(): Promise<void> {
    const dynalite = await this.#opening;
    await dynalite?.store.db.close();
  }

  async #open(): Promise<Dynalite> {
    mkdirSync(this.#dir, { recursive: true });
    const { create } = requireHere('dynalite/db') as { create: (options: object) => Store };
    const store = create({
      path: this.#dir,
      createTableMs: settlingMs,
      updateTableMs: settlingMs,
      deleteTableMs: settlingMs,
    });
    Object.assign(store.tableDb, { awsAccountId: this.#account, awsRegion: this.#region });
    await store.db.open();
    return { store, validations: requireHere('dynalite/validations') as Dynalite['validations'] };
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Dynalite's errors hold the answer: `{ statusCode, body: { __type, message } }`. */
function toAwsError(error: unknown): Error {
  if (!(error instanceof Error)) {
    return new Error(String(error));
  }
  const { statusCode, body } = error as Error & {
    readonly statusCode?: number;
    readonly body?: Readonly<Record<string, unknown>>;
  };
  if (statusCode === undefined || body === undefined) {
    return error;
  }
  const { __type: type, message, Message: otherMessage, ...members } = body;
  const code = String(type).split('#').at(-1) ?? '';
  return new AwsError(code, statusCode, textOf(message ?? otherMessage), { members });
}
