import type { EngineRequest } from './engine.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';

/** One request: a line with its waterfall, and behind it what was sent, mapped and answered. */
export function requestMarkup(request: EngineRequest, isRegionTold: boolean): Markup {
  const { sequence, at, region, method, path, status, durationMs, version, deployment } = request;
  const stage = isRegionTold ? `${request.stage} in ${region}` : request.stage;
  const pair = version === undefined ? `deployment ${deployment}` : `${version}@${deployment}`;
  return markup`<details class="request" id="request-${sequence}">
<summary><span class="time">${timeOf(at)}</span><span class="status ${toneOf(status)}">${status}</span><span class="what"><b>${method}</b> ${path === '' ? '/' : path}</span><span class="where">${stage} <span class="quiet">${pair}</span></span>${waterfall(request)}<span class="took">${milliseconds(durationMs)}</span></summary>
${problemsOf(request)}
<div class="bodies">
${bodyMarkup('Request', request.request, request.requestHeaders)}
${bodyMarkup('To the integration', request.toIntegration)}
${bodyMarkup('From the integration', request.fromIntegration)}
${bodyMarkup('Response', request.response, request.responseHeaders)}
</div>
</details>`;
}

export function toneOf(status: number): 'good' | 'wait' | 'bad' {
  return status < 400 ? 'good' : status < 500 ? 'wait' : 'bad';
}

/** `12:04:31.250`, of this machine. */
function timeOf(at: string): string {
  const date = new Date(at);
  return `${date.toTimeString().slice(0, 8)}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

export function milliseconds(ms: number): string {
  return ms < 10 ? `${ms.toFixed(1)} ms` : `${ms.toFixed(0)} ms`;
}

const partNames = {
  gateway: 'gateway',
  mapping: 'mapping',
  integration: 'integration',
  handler: 'handler',
} as const;

/** The gateway's time is all of it; the other parts lie over that, the innermost on top. */
function waterfall({ spans, durationMs }: EngineRequest): Markup {
  const ends = spans.map(({ startMs, durationMs: length }) => startMs + length);
  const whole = Math.max(durationMs, ...ends, 0.1);
  const place = (startMs: number, length: number): { x: string; width: string } => ({
    x: ((startMs / whole) * 100).toFixed(2),
    width: Math.max(1, (length / whole) * 100).toFixed(2),
  });
  const order = ['integration', 'mapping', 'handler'] as const;
  const bars = order.flatMap((part) =>
    spans
      .filter((span) => span.part === part)
      .map((span) => ({ part, ...place(span.startMs, span.durationMs) })),
  );
  return markup`<svg class="waterfall" viewBox="0 0 100 12" preserveAspectRatio="none" role="img" aria-label="${spokenSpans(spans)}"><rect class="gateway" x="0" y="4.5" width="100" height="3"/>${bars.map(
    ({ part, x, width }) =>
      markup`<rect class="${part}" x="${x}" y="1" width="${width}" height="10"/>`,
  )}</svg>`;
}

function spokenSpans(spans: EngineRequest['spans']): string {
  return spans.length === 0
    ? 'answered by the gateway itself'
    : spans
        .map(({ part, durationMs }) => `${partNames[part]} ${milliseconds(durationMs)}`)
        .join(', ');
}

function problemsOf({ problems, spans, durationMs }: EngineRequest): Markup {
  const parts = [
    ...spans.toSorted((a, b) => a.startMs - b.startMs),
    { part: 'gateway' as const, durationMs },
  ];
  return markup`<p class="parts">${parts.map(
    ({ part, durationMs: ms }) =>
      markup`<span><i class="key ${part}"></i>${part === 'gateway' ? 'all of the gateway' : partNames[part]} ${milliseconds(ms)}</span>`,
  )}</p>
${problems.length === 0 ? undefined : markup`<ul class="problems">${problems.map((text) => markup`<li>${text}</li>`)}</ul>`}`;
}

function bodyMarkup(
  title: string,
  body: { readonly text: string; readonly bytes: number } | undefined,
  headers: readonly (readonly [string, string])[] = [],
): Markup {
  if (body === undefined) {
    return markup``;
  }
  const all = headers.map(([name, value]) => `${name}: ${value}`).join('\n');
  return markup`<div><h3>${title} <span class="quiet">${body.bytes} bytes</span></h3>
${all === '' ? undefined : markup`<pre class="headers" tabindex="0">${all}</pre>`}
<pre tabindex="0">${body.text === '' ? '(empty)' : body.text}</pre></div>`;
}
