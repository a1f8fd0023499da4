import { z } from 'zod';

import type { EngineApi } from './engine.ts';
import { targetsOf } from './picture.ts';

/** A call that a person makes by the page's form. */
export interface Call {
  /** Of an API stage. */
  readonly stageUrl: string;
  readonly method: string;
  /** Behind the stage, with its query: `/greeting?name=Ada`. */
  readonly path: string;
  /** As they were typed, `name: value` a line. */
  readonly headers: string;
  readonly body: string;
}

/** What came of it. */
export type CallAnswer =
  | {
      readonly kind: 'answered';
      readonly call: Call;
      readonly status: number;
      readonly durationMs: number;
      readonly headers: readonly (readonly [string, string])[];
      readonly text: string;
    }
  | { readonly kind: 'failed'; readonly call: Call; readonly problem: string };

export const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const;

const typed = z.object({
  stage: z.string(),
  method: z.enum(methods),
  path: z.string(),
  headers: z.string().default(''),
  body: z.string().default(''),
});

/** Above this an answer is cut. */
const shownCharacters = 64 * 1024;
const timeoutMs = 60_000;

/** What a form that was never sent begins with. */
export function firstCall(apis: readonly EngineApi[]): Call {
  const [stage] = apis.flatMap(({ stages }) => targetsOf(stages)).map((target) => target.stage);
  const route = stage?.routes.find((each) => each.startsWith('GET ')) ?? 'GET /';
  const path = route.replace(/^GET /, '');
  return { stageUrl: stage?.url ?? '', method: 'GET', path, headers: '', body: '' };
}

/**
 * Reads what was typed into the form. Only stages that there are can be called by it.
 *
 * @returns undefined for what is no call of the form
 */
export function readCall(form: URLSearchParams, apis: readonly EngineApi[]): Call | undefined {
  const read = typed.safeParse(Object.fromEntries(form));
  const isKnown = apis.some(({ stages }) => stages.some(({ url }) => url === read.data?.stage));
  if (!read.success || !isKnown) {
    return undefined;
  }
  const { stage: stageUrl, method, path, headers, body } = read.data;
  return { stageUrl, method, path: path.startsWith('/') ? path : `/${path}`, headers, body };
}

/** Sends a call, and waits for what the stage answers. */
export async function sendCall(call: Call): Promise<CallAnswer> {
  const { stageUrl, method, path, body } = call;
  const startedAt = performance.now();
  try {
    const hasBody = body !== '' && method !== 'GET' && method !== 'HEAD';
    const answer = await fetch(`${stageUrl}${path}`, {
      method,
      headers: parseHeaders(call.headers),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
      ...(hasBody && { body }),
    });
    const text = await answer.text();
    return {
      kind: 'answered',
      call,
      status: answer.status,
      durationMs: performance.now() - startedAt,
      headers: [...answer.headers],
      text: text.slice(0, shownCharacters),
    };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return {
      kind: 'failed',
      call,
      problem: cause instanceof Error ? cause.message : String(cause),
    };
  }
}

/** @throws {Error} for a line that is no header */
function parseHeaders(text: string): [string, string][] {
  return text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const colon = line.indexOf(':');
      if (colon < 1) {
        throw new Error(`"${line}" is no header: write name: value, one a line`);
      }
      return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
    });
}
