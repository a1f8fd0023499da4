import { labelOf } from '../../../stack/target-label.ts';
import { describePair } from '../model/words.ts';
import type { ReportData } from '../model/report-data.ts';
import { markup, type Markup } from '../text/markup.ts';
import { anchorOf } from './anchors.ts';
import type { Section } from './section.ts';
import { tableOf } from './table-markup.ts';

type Target = ReportData['targets'][number];
type Seen = Target['before'];

/** Each target before and after, with its standby. */
export function targetsSection({ targets }: ReportData): Section | undefined {
  if (targets.length === 0) {
    return undefined;
  }
  return {
    id: 'targets',
    title: 'Targets, before and after',
    body: markup`<div class="tiles wide">${targets.map(tileOf)}</div>`,
  };
}

function tileOf({ before, after, ...place }: Target): Markup {
  const name = labelOf(place);
  const isMoved =
    before !== null && after !== null && describeServed(before) !== describeServed(after);
  return markup`<article class="tile" id="${anchorOf('target', name)}">
<h3>${name} <span class="quiet">${after === null ? 'not read afterwards' : isMoved ? 'moved' : 'as it was'}</span></h3>
<p class="url">${after?.url ?? before?.url}</p>
${tableOf(
  `Target ${name} before and after`,
  ['What', 'Before', 'After'],
  [
    ['Serves', code(before, describeServed), code(after, describeServed)],
    [
      'Way',
      code(before, ({ apiStage, alias }) => `${apiStage} → ${alias}`),
      code(after, ({ apiStage, alias }) => `${apiStage} → ${alias}`),
    ],
    [
      'Standby',
      code(before, ({ standby }) => `${standby.alias} at version ${standby.version}`),
      code(after, ({ standby }) => `${standby.alias} at version ${standby.version}`),
    ],
    ['Goes back to', code(before, describeBefore), code(after, describeBefore)],
  ],
)}
</article>`;
}

function code(seen: Seen, describe: (seen: NonNullable<Seen>) => string): Markup {
  return seen === null ? markup`–` : markup`<code>${describe(seen)}</code>`;
}

function describeServed({ serves, shares }: NonNullable<Seen>): string {
  return describePair(serves.version, serves.deployment, shares);
}

function describeBefore({ before }: NonNullable<Seen>): string {
  return before === undefined ? 'nothing' : describePair(before.version, before.deployment);
}
