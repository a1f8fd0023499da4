import { describePair } from '../model/words.ts';
import type { ReportData } from '../model/report-data.ts';
import { formatBytes } from '../text/numbers.ts';
import { markup, type Markup } from '../text/markup.ts';
import type { Section } from './section.ts';
import { factsOf, tableOf } from './table-markup.ts';

/** What was released: commit, code, API definition, and what provisioning changed. */
export function releasedSection(report: ReportData): Section | undefined {
  const facts = factsAbout(report);
  const { resources, routes, kind } = report;
  if (facts.length === 0 && resources.length === 0 && routes === null) {
    return undefined;
  }
  return {
    id: 'released',
    title: kind === 'release' ? 'What was released' : 'What was restored',
    body: markup`${factsOf(facts)}
${routes === null ? undefined : routesOf(routes)}
${resourcesOf(resources)}`,
  };
}

function factsAbout({ source, candidate, bundle }: ReportData): [string, Markup][] {
  const { commit, subject } = source;
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
    ...fact(
      'Bundle',
      bundle,
      ({ bytes, shares }) => markup`${formatBytes(bytes)}${sharesOf(shares)}`,
    ),
  ];
}

/** Names of files and packages are the user's. */
function sharesOf(shares: NonNullable<ReportData['bundle']>['shares']): Markup | undefined {
  const [first] = shares;
  return first === undefined
    ? undefined
    : markup` <span class="quiet">of ${shares
        .slice(0, mostShares)
        .map(({ name, bytes }) => markup`<code>${name}</code> ${formatBytes(bytes)} `)}</span>`;
}

const mostShares = 5;

function fact<T>(
  name: string,
  value: T | null | undefined,
  render: (value: T) => Markup,
): [string, Markup][] {
  return value === null || value === undefined ? [] : [[name, render(value)]];
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
