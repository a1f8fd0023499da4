import { methods } from './call.ts';
import type { Call, CallAnswer } from './call.ts';
import type { EngineApi } from './engine.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';
import { areInSeveralRegions, targetsOf } from './picture.ts';
import { milliseconds, toneOf } from './requests.ts';

/** The form that calls a stage. */
export function callForm(apis: readonly EngineApi[], call: Call): Markup {
  const routes = new Set(
    apis.flatMap(({ stages }) => stages).flatMap((stage) => stage.routes.map(pathOf)),
  );
  return markup`<form action="call" method="post" class="call">
<label class="grow">Stage <select name="stage" id="call-stage">${stageOptions(apis, call.stageUrl)}</select></label>
<label>Method <select name="method">${methods.map((method) => option(method, method, method === call.method))}</select></label>
<label class="grow">Path and query <input name="path" value="${call.path}" list="routes" autocomplete="off" spellcheck="false"></label>
<datalist id="routes">${[...routes].map((path) => markup`<option value="${path}"></option>`)}</datalist>
<label class="whole">Headers, one a line <textarea name="headers" rows="2" spellcheck="false" placeholder="Content-Type: application/json">${call.headers}</textarea></label>
<label class="whole">Body <textarea name="body" rows="3" spellcheck="false">${call.body}</textarea></label>
<button class="main">Call</button>
</form>`;
}

/** Every stage that can be called, the standby stages too. */
export function stageOptions(apis: readonly EngineApi[], chosen: string): Markup {
  const where = areInSeveralRegions(apis) ? (region: string) => ` in ${region}` : () => '';
  return markup`${apis.flatMap(({ name, region, stages }) =>
    targetsOf(stages)
      .flatMap(({ stage, standby }) => [stage, ...(standby === undefined ? [] : [standby])])
      .map((stage) =>
        option(
          stage.url,
          `${apis.length > 1 ? `${name}: ` : ''}${stage.name}${where(region)}${stage.isClosed ? ' (closed)' : ''}`,
          stage.url === chosen,
        ),
      ),
  )}`;
}

function pathOf(route: string): string {
  return route.replace(/^\S+ /, '');
}

function option(value: string, text: string, isChosen: boolean): Markup {
  return isChosen
    ? markup`<option value="${value}" selected>${text}</option>`
    : markup`<option value="${value}">${text}</option>`;
}

/** What the last call was answered, and which pair did it. */
export function answerMarkup(answer: CallAnswer | undefined): Markup {
  if (answer === undefined) {
    return markup`<p class="empty">No call yet.</p>`;
  }
  const { call } = answer;
  const what = `${call.method} ${call.path}`;
  if (answer.kind === 'failed') {
    return markup`<p class="alert"><b>${what}</b> could not be sent: ${answer.problem}</p>`;
  }
  const { status, durationMs, headers, text } = answer;
  return markup`<p class="answered"><span class="status ${toneOf(status)}">${status}</span> <b>${what}</b> ${answeredBy(answer)} <span class="quiet">${milliseconds(durationMs)}</span></p>
<pre tabindex="0" aria-label="Body of the answer">${text === '' ? '(empty)' : pretty(text)}</pre>
<details><summary>Headers of the answer</summary><pre class="headers" tabindex="0">${headers.map(([name, value]) => `${name}: ${value}`).join('\n')}</pre></details>`;
}

/** By the headers with which the routes of this project say it. */
function answeredBy({ headers }: { readonly headers: readonly (readonly [string, string])[] }) {
  const named = new Map(headers);
  const version = named.get('x-lambda-version');
  const deployment = named.get('x-api-deployment');
  return version === undefined || deployment === undefined
    ? markup`<span class="quiet">by a route that does not say which pair it is</span>`
    : markup`by the pair <code class="pair">${version}@${deployment}</code>`;
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}
