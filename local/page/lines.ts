import type { EngineLine } from './engine.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';

/** What API Gateway logs of every request, which is in the list of requests. */
const leftOut = /^(?:API-Gateway-Execution-Logs_|\/aws\/apigateway\/)/;

/** Lambda's own lines around those of a handler. */
const ownLine = /^(?:START|END|REPORT|INIT_START) /;

/** The lines of functions and access logs, each with its time and its group. */
export function linesMarkup(lines: readonly EngineLine[], isRegionTold: boolean): Markup {
  return markup`${lines
    .filter(({ group }) => !leftOut.test(group))
    .map(
      ({ at, region, group, text }) =>
        markup`<li class="${ownLine.test(text) ? 'own' : 'said'}"><span class="time">${new Date(at).toTimeString().slice(0, 8)}</span> <span class="group">${isRegionTold ? `${group} in ${region}` : group}</span> <span class="text">${text}</span></li>`,
    )}`;
}
