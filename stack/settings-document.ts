import { project } from './project.ts';
import type { JsonSchema } from './stack-file-schema.ts';

const introduction = `# Settings

What \`Pulumi.STACK.yaml\` may say, written by \`npm run schema\` from the rules that hold it
(\`stack/\`). Editors that read the first line of a stack's file complete these keys and underline mistakes.

\`pulumi config set --secret --path '${project}:function.environment.TOKEN'\` encrypts a value in the file.
`;

/** \`docs/settings.md\`: a table for each part of the settings. */
export function writeSettingsDocument(schema: JsonSchema): string {
  const { properties = {}, required = [] } = schema.properties?.config ?? {};
  const own = Object.entries(properties).filter(([key]) => key.startsWith(`${project}:`));
  const others = Object.entries(properties).filter(([key]) => !key.startsWith(`${project}:`));
  return [
    introduction,
    table('Of Pulumi', others, required),
    ...others
      .filter(([, part]) => membersOf(part) !== undefined)
      .flatMap(([key, part]) => sectionsOf(key, part)),
    ...own.flatMap(([key, part]) => sectionsOf(key, part)),
  ].join('\n');
}

/** A part, and the parts within it, by their dotted paths. */
function sectionsOf(path: string, part: JsonSchema): string[] {
  const members = membersOf(part);
  if (members === undefined) {
    return [table(`\`${path}\``, [[path, part]], [])];
  }
  const rows = Object.entries(members.properties);
  const within = rows.flatMap(([name, inner]) =>
    membersOf(inner) === undefined ? [] : sectionsOf(`${path}.${name}`, inner),
  );
  return [table(`\`${path}\``, rows, members.required, part.description), ...within];
}

/** What a part, or each of a list of parts, holds; undefined of a single value. */
function membersOf({ properties, required = [], items }: JsonSchema):
  | {
      readonly properties: Readonly<Record<string, JsonSchema>>;
      readonly required: readonly string[];
    }
  | undefined {
  if (properties !== undefined) {
    return { properties, required };
  }
  return items === undefined ? undefined : membersOf(items);
}

function table(
  title: string,
  rows: readonly (readonly [string, JsonSchema])[],
  required: readonly string[],
  about = '',
): string {
  return [
    `## ${title}\n`,
    ...(about === '' ? [] : [`${about}\n`]),
    '| key | what | values | default |',
    '| --- | --- | --- | --- |',
    ...rows.map(([key, schema]) =>
      row([
        `\`${key}\``,
        schema.description ?? '',
        valuesOf(schema),
        required.includes(key) ? 'must be set' : defaultOf(schema),
      ]),
    ),
    '',
  ].join('\n');
}

const row = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

/** What a value may be, in words. */
function valuesOf(schema: JsonSchema): string {
  const { type, enum: choices, const: only, anyOf, items, properties, not } = schema;
  if (not !== undefined) {
    return 'none';
  }
  if (choices !== undefined) {
    return choices.map((choice) => `\`${String(choice)}\``).join(', ');
  }
  if (only !== undefined) {
    return `\`${only}\``;
  }
  if (anyOf !== undefined) {
    return [...new Set(anyOf.map(valuesOf))].join(', or ');
  }
  if (Array.isArray(type)) {
    return type.map((one: string) => valuesOf({ type: one })).join(', or ');
  }
  switch (type) {
    case 'integer':
    case 'number':
      return `${type === 'integer' ? 'whole number' : 'number'}${rangeOf(schema)}`;
    case 'boolean':
      return '`true`, `false`';
    case 'array':
      return `list of ${items === undefined ? 'anything' : valuesOf(items)}${countOf(schema)}`;
    case 'object':
      return properties === undefined ? mapOf(schema) : keysOf(properties);
    case undefined:
      return 'anything';
    default:
      return 'text';
  }
}

function keysOf(properties: Readonly<Record<string, JsonSchema>>): string {
  const names = Object.keys(properties);
  return names.join() === 'secure'
    ? 'a secret'
    : `keys ${names.map((name) => `\`${name}\``).join(', ')}`;
}

function mapOf({ additionalProperties }: JsonSchema): string {
  return typeof additionalProperties === 'object'
    ? `map of ${valuesOf(additionalProperties)}`
    : 'map';
}

function rangeOf({ minimum, maximum, exclusiveMinimum }: JsonSchema): string {
  const isOpen = maximum === undefined || maximum === Number.MAX_SAFE_INTEGER;
  const from =
    exclusiveMinimum === undefined ? `from ${String(minimum)}` : `over ${String(exclusiveMinimum)}`;
  const to = isOpen ? '' : ` to ${String(maximum)}`;
  return minimum === undefined && exclusiveMinimum === undefined ? to : ` ${from}${to}`;
}

function countOf({ minItems, maxItems }: JsonSchema): string {
  const bounds = [
    minItems === undefined ? [] : [`${String(minItems)} at least`],
    maxItems === undefined ? [] : [`${String(maxItems)} at most`],
  ].flat();
  return bounds.length === 0 ? '' : ` (${bounds.join(', ')})`;
}

function defaultOf({ default: value }: JsonSchema): string {
  if (value === undefined) {
    return 'none';
  }
  const isLong = JSON.stringify(value).length > 60;
  return isLong ? 'see below' : `\`${JSON.stringify(value)}\``;
}
