import type { Clients } from '../../../../runner/aws/clients.ts';

/** What happens at one of a command's calls to AWS. */
export type Incident =
  /** The process is killed: none of its later calls reaches AWS, and no answer reaches it. */
  | { readonly kind: 'kill'; readonly call: number; readonly when: 'before' | 'after' }
  /** Somebody else does something right before the call goes out. */
  | { readonly kind: 'act'; readonly call: number; readonly act: () => Promise<void> };

/** The way between a command and AWS. */
export interface Wire {
  /** Whether the process was killed. */
  isDead(): boolean;
  /** The call at which the incident happened; undefined when there were not so many calls. */
  met(): string | undefined;
  /** Waits for what was on its way when the process was killed, which AWS does all the same. */
  quiet(): Promise<void>;
}

/** What is left of a killed process ends with. */
export class Dead extends Error {
  override readonly name = 'Dead';
}

/**
 * Lets an incident happen at a command's calls to AWS. A process that was killed is one of whose
 * calls no more arrive: here they fail at once, so that what is left of it ends by itself.
 */
export function wireUp(clients: Clients, incident: Incident | undefined): Wire {
  let calls = 0;
  let isDead = false;
  let met: string | undefined;
  const underWay = new Set<Promise<unknown>>();
  const goOn = () => {
    if (isDead) {
      throw new Dead('killed');
    }
  };
  const happen = async (moment: 'before' | 'after', commandName: string) => {
    if (incident === undefined) {
      return;
    }
    if (moment === 'before') {
      met = commandName;
    }
    if (incident.kind === 'kill') {
      isDead ||= incident.when === moment;
    } else if (moment === 'before') {
      await incident.act();
    }
  };
  const middleware =
    <A extends object, R>(
      next: (args: A) => Promise<R>,
      { commandName = '' }: { commandName?: string },
    ) =>
    async (args: A): Promise<R> => {
      goOn();
      calls += 1;
      const isPoint = calls === incident?.call;
      if (isPoint) {
        await happen('before', commandName);
      }
      goOn();
      const answer = next(args);
      underWay.add(answer);
      try {
        return await answer;
      } finally {
        underWay.delete(answer);
        if (isPoint) {
          await happen('after', commandName);
        }
        goOn();
      }
    };
  const step = { step: 'initialize' } as const;
  clients.lambda.middlewareStack.add(middleware, step);
  clients.apiGateway.middlewareStack.add(middleware, step);
  clients.logs.middlewareStack.add(middleware, step);
  clients.cloudWatch.middlewareStack.add(middleware, step);
  clients.sts.middlewareStack.add(middleware, step);
  return {
    isDead: () => isDead,
    met: () => met,
    async quiet() {
      await Promise.allSettled(underWay);
    },
  };
}
