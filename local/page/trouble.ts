import { z } from 'zod';

import type { EngineFault, EngineLag } from './engine.ts';

/** What can be made to fail, by what a person calls it. */
export const troubled = {
  'execute-api:Invoke': 'requests to stages',
  'lambda:UpdateAlias': 'moving an alias',
  'apigateway:UpdateStage': 'moving a stage',
  'lambda:PublishVersion': 'publishing a version',
  'lambda:*': 'every call of Lambda',
  'apigateway:*': 'every call of API Gateway',
} as const;

/** How, by what a person calls it. */
export const kinds = {
  fail: 'fail with 500',
  throttle: 'be throttled',
  delay: 'take 2 seconds longer',
  dropBefore: 'be lost',
  dropAfter: 'be done, and their answer lost',
} as const;

const delayMs = 2000;

const faultForm = z.object({
  count: z.coerce.number().int().min(1).max(100),
  operation: z.enum(Object.keys(troubled) as [keyof typeof troubled]),
  kind: z.enum(Object.keys(kinds) as [keyof typeof kinds]),
});

/** The rules by which the next calls fail; undefined for what the form does not send. */
export function readFaults(form: URLSearchParams): EngineFault[] | undefined {
  const { data } = faultForm.safeParse(Object.fromEntries(form));
  return (
    data &&
    Array.from({ length: data.count }, (_, index) => ({
      operation: data.operation,
      kind: data.kind,
      call: index + 1,
      ...(data.kind === 'delay' && { delayMs }),
    }))
  );
}

const seconds = z.coerce.number().min(0).max(3600);
const lagForm = z.object({ alias: seconds, stage: seconds, read: seconds });

/** How far the embedded AWS is to lag; undefined for what the form does not send. */
export function readLag(form: URLSearchParams): EngineLag | undefined {
  return lagForm.safeParse(Object.fromEntries(form)).data;
}
