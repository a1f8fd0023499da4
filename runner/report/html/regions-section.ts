import { describePair } from '../model/words.ts';
import type { ReportData } from '../model/report-data.ts';
import { markup, type Markup } from '../text/markup.ts';
import type { Section } from './section.ts';
import { tableOf } from './table-markup.ts';

type Target = ReportData['targets'][number];

/** What every target serves in every region, of a stack in several. */
export function regionsSection({ targets }: ReportData): Section | undefined {
  const regions = [...new Set(targets.flatMap(({ region }) => region ?? []))];
  if (regions.length < 2) {
    return undefined;
  }
  const names = [...new Set(targets.map(({ name }) => name))];
  const cellOf = (region: string, name: string) =>
    describeTarget(targets.find((each) => each.region === region && each.name === name));
  return {
    id: 'regions',
    title: 'Regions',
    intro:
      'Version and deployment have names of their own in each region; the code is the same where the digest is.',
    body: tableOf(
      'What each target serves in each region',
      ['Region', ...names],
      regions.map((region) => [region, ...names.map((name) => cellOf(region, name))]),
    ),
  };
}

function describeTarget(target: Target | undefined): Markup | undefined {
  const seen = target?.after ?? target?.before;
  if (target === undefined || !seen) {
    return undefined;
  }
  const served = describePair(seen.serves.version, seen.serves.deployment, seen.shares);
  const { before, after } = target;
  const isSame =
    before !== null &&
    before.serves.version === seen.serves.version &&
    before.serves.deployment === seen.serves.deployment;
  const state = after === null ? 'not read afterwards' : isSame ? 'as it was' : 'moved';
  return markup`<code>${served}</code> <span class="quiet">${state}</span>`;
}
