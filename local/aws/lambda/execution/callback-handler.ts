import { holdOpen } from './channel.ts';

/** The second argument of a handler. */
export type HandlerContext = Record<string, unknown>;

/**
 * A handler as the runtimes before nodejs24.x call it: what it returns counts only when it is a promise.
 * Otherwise the answer is what it gives to its callback, or to `done`, `succeed` or `fail` of the
 * context; given once nothing is left to do, or at once where `callbackWaitsForEmptyEventLoop` is false.
 * A handler that gives no answer until then answers `null`.
 */
export function callbackHandler(
  handler: (...parameters: readonly unknown[]) => unknown,
): (event: unknown, context: HandlerContext) => Promise<unknown> {
  return (event, context) =>
    new Promise((resolve, reject) => {
      let give = (): void => {
        resolve(null);
      };
      const finish = (): void => {
        process.off('beforeExit', finish);
        holdOpen(true);
        give();
      };
      const callback = (error: Error | null | undefined, result: unknown): void => {
        give = () => {
          if (error === undefined || error === null) {
            resolve(result ?? null);
          } else {
            reject(error);
          }
        };
        if (context.callbackWaitsForEmptyEventLoop === false) {
          setImmediate(finish);
        }
      };
      const done = (error: Error | null | undefined, result?: unknown): void => {
        context.callbackWaitsForEmptyEventLoop = false;
        callback(error, result);
      };
      Object.assign(context, {
        done,
        succeed: (result: unknown) => {
          done(null, result);
        },
        fail: (error?: Error) => {
          done(error ?? new Error('handled'));
        },
      });
      const returned: unknown = handler(event, context, callback);
      if (isThenable(returned)) {
        returned.then(resolve, reject);
        return;
      }
      process.on('beforeExit', finish);
      holdOpen(false);
    });
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' && value !== null && typeof Reflect.get(value, 'then') === 'function'
  );
}
