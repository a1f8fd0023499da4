import { describePair } from '../model/words.ts';
import type { ReportData } from '../model/report-data.ts';
import { formatBytes } from '../text/numbers.ts';
import { markup, type Markup } from '../text/markup.ts';
import type { Section } from './section.ts';
import { factsOf, tableOf } from './table-markup.ts';

/** What was released: commit, code, API definition, and what provisioning changed. */
export function releasedSection(report: ReportData): Section | undefined {
  const facts = factsAbout(report);
  const { bundle, resources, routes, kind } = report;
  if (facts.length === 0 && resources.length === 0 && routes === null) {
    return undefined;
  }
  return {
    id: 'released',
    title: kind === 'release' ? 'What was released' : 'What was restored',
    body: markup`${factsOf(facts)}
${routes === null ? undefined : routesOf(routes)}
${bundle === null ? undefined : sharesOf(bundle)}
${resourcesOf(resources)}`,
  };
}

function factsAbout({ kind, source, candidate, bundle }: ReportData): [string, Markup][] {
  // A rollback is typed in any checkout, and restores what was made of another.
  const { commit, subject } = kind === 'release' ? source : { commit: null, subject: null };
  const isDirty = commit?.endsWith('-dirty') ?? false;
  const digest = candidate?.codeSha256 ?? bundle?.codeSha256;
  return [
    ...fact(
      'Commit',
      commit,
      (value) =>
        markup`<code>${value}</code> <bdi>${subject ?? ''}</bdi>${isDirty ? markup` <strong class="wait">with changes that were not committed</strong>` : undefined}`,
    ),
    ...fact(
      'Version and deployment',
      candidate,
      ({ version, deployment }) => markup`<code>${describePair(version, deployment)}</code>`,
    ),
    ...fact('SHA-256 of the code', digest, (value) => markup`<code>${value}</code>`),
    ...fact('Bundle', bundle, ({ bytes }) => markup`${formatBytes(bytes)}`),
  ];
}

function fact<T>(
  name: string,
  value: T | null | undefined,
  render: (value: T) => Markup,
): [string, Markup][] {
  return value === null || value === undefined ? [] : [[name, render(value)]];
}

/** More would be small ones; all are in report.json. */
const mostShares = 20;

function sharesOf({ bytes, shares }: NonNullable<ReportData['bundle']>): Markup | undefined {
  if (shares.length === 0) {
    return undefined;
  }
  return markup`<details><summary><strong>Size of the bundle</strong> <span class="quiet">${formatBytes(bytes)}</span></summary>
${tableOf(
  'What the bundle is made of',
  ['Part', 'Size'],
  shares.slice(0, mostShares).map((share) => [share.name, formatBytes(share.bytes)]),
)}</details>`;
}

function routesOf({ added, removed, kept }: NonNullable<ReportData['routes']>): Markup {
  return markup`<h3>Routes</h3><ul class="routes">${[
    ...added.map((route) => markup`<li class="good"><code>+ ${route}</code></li>`),
    ...removed.map((route) => markup`<li class="bad"><code>− ${route}</code></li>`),
    markup`<li class="quiet">${kept} in both API definitions</li>`,
  ]}</ul>`;
}

/** More would push what follows off the screen. */
const mostOpen = 8;

function resourcesOf(resources: ReportData['resources']): Markup | undefined {
  if (resources.length === 0) {
    return undefined;
  }
  const isOpen =
    resources.length <= mostOpen ||
    resources.some(({ operation }) => operation === 'delete' || operation === 'replace');
  return markup`<details${isOpen ? markup` open` : undefined}><summary><strong>Resources</strong> <span class="quiet">${countOperations(resources)}</span></summary>
${tableOf(
  'Changes of resources',
  ['Resource', 'Type', 'Change', 'Settings'],
  resources.map(({ operation, type, name, properties }) => [
    name,
    markup`<code>${type}</code>`,
    markup`<span class="${operation === 'delete' || operation === 'replace' ? 'bad' : ''}">${operation}</span>`,
    properties.join(', '),
  ]),
)}</details>`;
}

/** `26 create, 1 update` */
function countOperations(resources: ReportData['resources']): string {
  const operations = [...new Set(resources.map(({ operation }) => operation))];
  return operations
    .map((each) => {
      const count = resources.filter(({ operation }) => operation === each).length;
      return `${String(count)} ${each}`;
    })
    .join(', ');
}
