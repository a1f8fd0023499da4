import { z } from 'zod';

import { fromEntries, type ByName } from '../../by-name.ts';
import { readStatements, type Statement } from './policy.ts';

/** What a Lambda authorizer says of a caller. */
export interface Authorization {
  readonly statements: readonly Statement[];
  /** `$context.authorizer`: the principal, and what the function adds, as text. */
  readonly context: ByName<string>;
  /** The API key to count the request for. */
  readonly usageIdentifierKey?: string;
}

const answer = z.object({
  principalId: z.union([z.string(), z.number()]).transform(String),
  policyDocument: z.unknown(),
  context: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).nullish(),
  usageIdentifierKey: z.string().nullish(),
});

/** Reads what an authorizer's function returned; undefined where it is not what AWS takes. */
export function readAuthorization(payload: Buffer): Authorization | undefined {
  const parsed = answer.safeParse(parseJson(payload.toString('utf8')));
  const statements = readStatements(parsed.data?.policyDocument);
  if (!parsed.success || statements === undefined) {
    return undefined;
  }
  const { principalId, context, usageIdentifierKey } = parsed.data;
  return {
    statements,
    context: fromEntries([
      ...Object.entries(context ?? {}).map(([name, value]) => [name, String(value)] as const),
      ['principalId', principalId] as const,
    ]),
    ...(typeof usageIdentifierKey === 'string' ? { usageIdentifierKey } : {}),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
