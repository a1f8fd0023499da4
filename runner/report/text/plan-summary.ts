import { code, table, text } from './markdown.ts';
import { formatBytes } from './numbers.ts';

/** What a release would change; of a dry run. */
export interface Plan {
  readonly stack: string;
  readonly resources: readonly {
    readonly operation: string;
    /** Of Pulumi, `aws:lambda/alias:Alias`. */
    readonly type: string;
    readonly name: string;
    readonly properties: readonly string[];
  }[];
  /** Of the API, by method and path; null where that is not known. */
  readonly routes: {
    readonly added: readonly string[];
    readonly removed: readonly string[];
  } | null;
  readonly bundle: {
    readonly bytes: number;
    /** Of the code that the last target serves; null where that is not known. */
    readonly bytesBefore: number | null;
    readonly isSame: boolean;
  };
}

/** A plan as GitHub and others show it: Markdown, in which names are text. */
export function renderPlan({ stack, resources, routes, bundle }: Plan): string {
  return [
    `## What a release to stack ${text(stack)} would change`,
    '### Code',
    describeBundle(bundle),
    '### API',
    describeRoutes(routes, resources),
    '### Resources',
    resources.length === 0
      ? 'None.'
      : table(
          ['', 'Resource', 'Type', 'Properties'],
          resources.map(({ operation, type, name, properties }) => [
            text(operation),
            code(name),
            text(type),
            text(properties.join(', ')),
          ]),
        ),
  ]
    .join('\n\n')
    .concat('\n');
}

function describeBundle({ bytes, bytesBefore, isSame }: Plan['bundle']): string {
  if (isSame) {
    return `The same as what is served, ${formatBytes(bytes)}.`;
  }
  if (bytesBefore === null) {
    return `${formatBytes(bytes)}.`;
  }
  const more = bytes - bytesBefore;
  const difference = `${more < 0 ? '−' : '+'}${formatBytes(Math.abs(more))}`;
  return `${formatBytes(bytes)}, ${difference} against what is served.`;
}

function describeRoutes(routes: Plan['routes'], resources: Plan['resources']): string {
  if (routes === null) {
    return 'Nothing is served that it could be compared with.';
  }
  const lines = [
    ...routes.added.map((route) => `- added: ${code(route)}`),
    ...routes.removed.map((route) => `- **removed**: ${code(route)}`),
  ];
  const isNew = resources.some(({ type }) => type === 'aws:apigateway/deployment:Deployment');
  const same = isNew
    ? 'The definition changes, and no route is added or removed.'
    : 'The definition is the same.';
  return lines.length === 0 ? same : lines.join('\n');
}
