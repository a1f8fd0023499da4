import type { EngineFault, EngineLag } from './engine.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';
import { kinds, troubled } from './trouble.ts';

/** The forms that make calls fail, and hosts lag, and what is so now. */
export function troubleMarkup(faults: readonly EngineFault[], lag: EngineLag): Markup {
  return markup`<form action="faults" method="post">
<label class="short">The next <input name="count" id="fault-count" type="number" min="1" max="100" value="3" required></label>
<label class="grow">of <select name="operation">${options(troubled)}</select></label>
<label class="grow">will <select name="kind">${options(kinds)}</select></label>
<button name="act" value="set" id="set-faults">Fail</button>
</form>
<div id="active-faults">${faultsMarkup(faults)}</div>
<form action="lag" method="post" class="lag">
${(['alias', 'stage', 'read'] as const).map(
  (name) =>
    markup`<label class="short">${lagNames[name]} <input name="${name}" type="number" min="0" max="3600" step="any" value="${lag[name]}" required></label>`,
)}
<button id="set-lag">Lag</button>
<p class="quiet" id="lag-now" role="status">${lagText(lag)}</p>
</form>`;
}

/** The calls that are still to fail. */
export function faultsMarkup(faults: readonly EngineFault[]): Markup {
  return faults.length === 0
    ? markup``
    : markup`<form action="faults" method="post" class="active"><p>${describe(faults).join('; ')}.</p><button name="act" value="end" id="end-faults">End it</button></form>`;
}

/** How far the embedded AWS lags now. */
export function lagText({ alias, stage, read }: EngineLag): Markup {
  return Math.max(alias, stage, read) === 0
    ? markup`Seconds until every host knows; now nothing lags.`
    : markup`Now aliases lag up to ${alias} s, stages ${stage} s, reads ${read} s.`;
}

const lagNames = { alias: 'Aliases', stage: 'Stages', read: 'Reads' };

function options(names: Readonly<Record<string, string>>): Markup {
  return markup`${Object.entries(names).map(([value, text]) => markup`<option value="${value}">${text}</option>`)}`;
}

function describe(faults: readonly EngineFault[]): string[] {
  const counts = new Map<string, number>();
  for (const { operation, kind } of faults) {
    const text = `${nameOf(troubled, operation)} will ${nameOf(kinds, kind)}`;
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return [...counts].map(([text, count]) => `The next ${String(count)} of ${text}`);
}

function nameOf(names: Readonly<Record<string, string>>, key: string): string {
  return names[key] ?? key;
}
