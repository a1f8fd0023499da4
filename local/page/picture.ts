import type { EngineAlias, EngineApi, EngineStage } from './engine.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';

/** A stage, and beside it the one on which a candidate is tested before callers meet it. */
interface Target {
  readonly stage: EngineStage;
  readonly standby: EngineStage | undefined;
}

const standbySuffix = '_standby';

/**
 * The stages of an API by targets: one that is named as another's standby belongs to that. A target without one is a
 * stage before the last, and comes first.
 */
export function targetsOf(stages: readonly EngineStage[]): Target[] {
  const isStandby = ({ name }: EngineStage): boolean =>
    name.endsWith(standbySuffix) &&
    stages.some((other) => `${other.name}${standbySuffix}` === name);
  return stages
    .filter((stage) => !isStandby(stage))
    .map((stage) => ({
      stage,
      standby: stages.find(({ name }) => name === `${stage.name}${standbySuffix}`),
    }))
    .toSorted((a, b) => Number(a.standby !== undefined) - Number(b.standby !== undefined));
}

/** Whether what is shown is of several regions, so that each thing has to say of which it is. */
export function areInSeveralRegions(apis: readonly EngineApi[]): boolean {
  return new Set(apis.map(({ region }) => region)).size > 1;
}

/** What every API serves, as a picture for each of its targets. */
export function pictureOf(apis: readonly EngineApi[]): Markup {
  return apis.length === 0
    ? markup`<p class="empty">Nothing is deployed yet. A release makes the function, its API and the targets: <code>npm run release</code>, or the button below.</p>`
    : markup`${apis.map(
        (api) => markup`<section class="api" aria-label="${api.name} in ${api.region}">
<h3>${api.name} <span class="quiet">API ${api.id}, ${api.region}</span></h3>
<div class="targets">${targetsOf(api.stages).map((target) => targetMarkup(target, api.aliases))}</div>
</section>`,
      )}`;
}

function targetMarkup(target: Target, aliases: readonly EngineAlias[]): Markup {
  const { stage } = target;
  const called = calledBy(stage, aliases);
  return markup`<figure class="target">
<figcaption><strong>${stage.name}</strong> serves ${servedText(stage, called)}</figcaption>
${drawing(target, aliases)}
<p class="url"><a href="${stage.url}" rel="noreferrer">${stage.url}</a></p>
${called === undefined || called.description === '' ? undefined : markup`<p class="journal">${called.description}</p>`}
</figure>`;
}

/** Routes name an alias by a variable: it is the one that some variable of the stage holds. */
function calledBy(
  { variables }: Pick<EngineStage, 'variables'>,
  aliases: readonly EngineAlias[],
): EngineAlias | undefined {
  const values = Object.values(variables);
  return aliases.find(({ name }) => values.includes(name));
}

function servedText(stage: EngineStage, alias: EngineAlias | undefined): string {
  if (alias === undefined) {
    return `deployment ${stage.deployment}`;
  }
  const shares = sharesOf(alias)
    .slice(1)
    .map(({ version, share }) => `, ${percent(share)} of it to version ${version}`);
  const canary =
    stage.canary === undefined
      ? ''
      : `, ${String(stage.canary.percent)} % by canary to deployment ${stage.canary.deployment}`;
  return `version ${alias.version} with deployment ${stage.deployment}${shares.join('')}${canary}`;
}

interface Share {
  readonly version: string;
  /** Of the calls of the alias, 0 to 1. */
  readonly share: number;
}

/** The version that an alias points at comes first. */
function sharesOf({ version, weights }: EngineAlias): Share[] {
  const others = Object.entries(weights).map(([other, share]) => ({ version: other, share }));
  const rest = 1 - others.reduce((sum, { share }) => sum + share, 0);
  return [{ version, share: rest }, ...others];
}

function percent(share: number): string {
  return `${String(Number((share * 100).toFixed(1)))} %`;
}

const columns = { stage: 1, alias: 123, version: 267 };
const boxWidth = { stage: 94, alias: 116, version: 72 };
const rowHeight = 58;
const boxHeight = 42;

interface Row {
  readonly stage: EngineStage | undefined;
  readonly alias: EngineAlias | undefined;
}

/** Two stages to the left, the two aliases that they may call, and the versions that these point at. */
function drawing({ stage, standby }: Target, aliases: readonly EngineAlias[]): Markup {
  const own = calledBy(stage, aliases);
  const other =
    (standby && calledBy(standby, aliases)) ??
    aliases.find(({ name }) => name.toLowerCase() === `${String(own?.name)}_standby`.toLowerCase());
  const pair = [own, other === own ? undefined : other].filter((each) => each !== undefined);
  // The standby alias is below, also while the stage calls it.
  const ordered = pair.toSorted((a, b) => a.name.length - b.name.length);
  const rows: readonly Row[] = [
    { stage, alias: ordered[0] },
    { stage: standby, alias: ordered[1] },
  ];
  const versions = [
    ...new Set(ordered.flatMap((alias) => sharesOf(alias).map(({ version }) => version))),
  ];
  const height = Math.max(2, versions.length) * rowHeight;
  const middle = (row: number): number => row * rowHeight + boxHeight / 2 + 1;
  const arrows = [
    ...rows.flatMap((row, at) =>
      row.stage === undefined ? [] : stageArrows(row.stage, at, ordered, middle),
    ),
    ...ordered.flatMap((alias, at) =>
      sharesOf(alias)
        .filter(({ share }) => share > 0)
        .map(({ version, share }) =>
          arrow({
            from: [columns.alias + boxWidth.alias, middle(at)],
            to: [columns.version, middle(versions.indexOf(version))],
            isServing: alias === own,
            share,
          }),
        ),
    ),
  ];
  return markup`<svg class="drawing" viewBox="0 0 340 ${height}" role="img" aria-label="${stage.name}: ${describe(rows)}">
${arrows}
${rows.map((row, at) => (row.stage === undefined ? markup`` : stageBox(row.stage, at, row.stage === stage)))}
${ordered.map((alias, at) => box('alias', at, alias.name, `of ${alias.functionName}`, alias === own))}
${versions.map((version, at) => box('version', at, version === '$LATEST' ? version : `version ${version}`, shareOf(version, own), own !== undefined && sharesOf(own).some((each) => each.version === version)))}
</svg>`;
}

function describe(rows: readonly Row[]): string {
  const aliases = rows.flatMap(({ alias }) => alias ?? []);
  const stages = rows.flatMap(({ stage }) => stage ?? []);
  return [
    ...stages.map((stage) => {
      const closed = stage.isClosed ? ', closed,' : '';
      const alias = calledBy(stage, aliases)?.name ?? 'no alias';
      return `stage ${stage.name}${closed} with deployment ${stage.deployment} calls ${alias}`;
    }),
    ...aliases.map(
      (alias) =>
        `${alias.name} is at ${sharesOf(alias)
          .map(({ version, share }) => `version ${version} (${percent(share)})`)
          .join(' and ')}`,
    ),
  ].join('; ');
}

function shareOf(version: string, own: EngineAlias | undefined): string {
  const found = own && sharesOf(own).find((each) => each.version === version);
  return found === undefined ? 'no caller' : percent(found.share);
}

function stageBox(stage: EngineStage, row: number, isServing: boolean): Markup {
  const detail = stage.isClosed ? `closed, ${stage.deployment}` : stage.deployment;
  return box('stage', row, stage.name, detail, isServing);
}

function box(
  kind: keyof typeof columns,
  row: number,
  name: string,
  detail: string,
  isServing: boolean,
): Markup {
  const [x, y, width] = [columns[kind], row * rowHeight + 1, boxWidth[kind]];
  const room = width - 16;
  return markup`<g class="box ${kind}${isServing ? ' serving' : ''}"><title>${kind} ${name}: ${detail}</title><rect x="${x}" y="${y}" width="${width}" height="${boxHeight}" rx="8"/>${line('name', [x + 8, y + 18], name, room)}${line('detail', [x + 8, y + 33], detail, room)}</g>`;
}

/** How wide a letter is at most, about, in the two sizes. */
const letterWidths = { name: { capital: 8, other: 6.8 }, detail: { capital: 7, other: 5.6 } };

/** A line of text that is cut, and then drawn narrower, to stay in its box whatever font there is. */
function line(
  kind: keyof typeof letterWidths,
  [x, y]: readonly [number, number],
  text: string,
  room: number,
): Markup {
  const { capital, other } = letterWidths[kind];
  const shown = text.length <= 22 ? text : `${text.slice(0, 21)}…`;
  const width = Array.from(shown).reduce(
    (sum, letter) => sum + (/[A-Z]/.test(letter) ? capital : other),
    0,
  );
  return width > room
    ? markup`<text class="${kind}" x="${x}" y="${y}" textLength="${room}" lengthAdjust="spacingAndGlyphs">${shown}</text>`
    : markup`<text class="${kind}" x="${x}" y="${y}">${shown}</text>`;
}

function stageArrows(
  stage: EngineStage,
  row: number,
  aliases: readonly EngineAlias[],
  middle: (row: number) => number,
): Markup[] {
  const to = (variables: EngineStage['variables']): readonly [number, number] | undefined => {
    const called = calledBy({ variables }, aliases);
    return called && [columns.alias, middle(aliases.indexOf(called))];
  };
  const from = [columns.stage + boxWidth.stage, middle(row)] as const;
  const goals = [
    { to: to(stage.variables), share: 1 - (stage.canary?.percent ?? 0) / 100 },
    {
      to: stage.canary && to(stage.canary.variables),
      share: (stage.canary?.percent ?? 0) / 100,
    },
  ];
  return goals.flatMap((goal) =>
    goal.to === undefined || goal.share === 0
      ? []
      : [arrow({ from, to: goal.to, isServing: row === 0, share: goal.share })],
  );
}

interface Arrow {
  readonly from: readonly [x: number, y: number];
  readonly to: readonly [x: number, y: number];
  readonly isServing: boolean;
  readonly share: number;
}

function arrow({ from: [x, y], to: [goalX, goalY], isServing, share }: Arrow): Markup {
  const bend = (x + goalX) / 2;
  const end = goalX - 5;
  const width = (1 + 2 * share).toFixed(1);
  const label =
    share === 1
      ? undefined
      : markup`<text class="share" x="${bend}" y="${(y + goalY) / 2 - 5}">${percent(share)}</text>`;
  return markup`<g class="arrow${isServing ? ' serving' : ''}"><path d="M${x} ${y}C${bend} ${y} ${bend} ${goalY} ${end} ${goalY}" stroke-width="${width}"/><path class="head" d="M${end} ${goalY - 4}l6 4l-6 4z"/>${label}</g>`;
}
