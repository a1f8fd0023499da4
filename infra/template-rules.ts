import { parse as parseTemplate } from 'velocityjs';
import { renderTemplate } from './rendered-template.ts';
import type { Integration, RouteProblem } from './route-rules.ts';
import { sampleRequests, type DescribedRoute } from './sample-requests.ts';

/** What of an integration's mapping templates would fail only when it is called. */
export function listTemplateProblems(
  path: readonly string[],
  integration: Integration,
  route: DescribedRoute,
): RouteProblem[] {
  const { requestTemplates = {}, responses = {} } = integration;
  const broken = [
    ...brokenTemplates([...path, 'requestTemplates'], requestTemplates),
    ...Object.entries(responses).flatMap(([pattern, { responseTemplates = {} }]) =>
      brokenTemplates([...path, 'responses', pattern, 'responseTemplates'], responseTemplates),
    ),
  ];
  return broken.length > 0 ? broken : ofFunctionInput(path, integration, route);
}

function brokenTemplates(
  path: readonly string[],
  byType: Readonly<Record<string, string>>,
): RouteProblem[] {
  return Object.entries(byType).flatMap(([mediaType, template]) => {
    const mistake = mistakeIn(template);
    const problem = `the mapping template for ${mediaType} does not parse: ${mistake ?? ''}`;
    return mistake === undefined ? [] : [{ path: [...path, mediaType], problem }];
  });
}

/** @returns undefined for a template that Velocity can read. */
function mistakeIn(template: string): string | undefined {
  try {
    parseTemplate(template);
    return unbalanced(template);
  } catch (error) {
    const [first = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    return first.replace(/:$/, '');
  }
}

/** The parser takes a block without its end, and an end without its block; API Gateway takes neither. */
function unbalanced(template: string): string | undefined {
  const said = template.replaceAll(/#\*[^]*?\*#|##.*$/gm, '');
  const count = (directive: RegExp) => said.match(directive)?.length ?? 0;
  const blocks = count(/(?<!\\)#\{?(if|foreach|macro|define)\}?\s*\(/g);
  const ends = count(/(?<!\\)#(end\b|\{end\})/g);
  return blocks === ends
    ? undefined
    : `there are ${String(blocks)} of #if, #foreach, #macro and #define, and ${String(ends)} of #end`;
}

const json = 'application/json';
const longestShown = 200;

/** Lambda takes nothing but JSON: a template that leaves a value out for some request makes it a 500. */
function ofFunctionInput(
  path: readonly string[],
  { type, uri, requestTemplates = {} }: Integration,
  route: DescribedRoute,
): RouteProblem[] {
  const template = requestTemplates[json];
  if (template === undefined || uri !== undefined || type.toLowerCase() !== 'aws') {
    return [];
  }
  const found = sampleRequests(route).flatMap((request) => {
    const made = renderTemplate(template, request);
    return made === undefined || isJson(made) ? [] : [{ title: request.title, made }];
  });
  return found.slice(0, 1).map(({ title, made }) => ({
    path: [...path, 'requestTemplates', json],
    problem: `the mapping template for ${json} gives no JSON for ${title}: ${made.replaceAll(/\s+/g, ' ').slice(0, longestShown)}`,
  }));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
