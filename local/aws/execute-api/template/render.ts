import { compileBlocks, type Renderer } from './compile.ts';
import { InputVariable, type TemplateParameters } from './input-variable.ts';
import { parseTemplate } from './parse-template.ts';
import { Scope } from './scope.ts';
import { UtilVariable } from './util-variable.ts';

export interface TemplateVariables {
  /** The body being mapped, as text. */
  readonly body: string;
  readonly parameters: TemplateParameters;
  /** `$context`; what a template sets in `requestOverride` and `responseOverride` stays in it. */
  readonly context: Record<string, unknown>;
  readonly stageVariables: Readonly<Record<string, string>>;
}

const compiled = new Map<string, Renderer>();
const cacheLimit = 500;
const util = new UtilVariable();

/**
 * Renders a mapping template (Velocity, parsed by velocityjs and evaluated with Java's semantics).
 * Values never become part of the template: only the template's own text is parsed.
 * @throws {TemplateError} when the template is not valid or does what is not modelled.
 */
export function renderTemplate(template: string, variables: TemplateVariables): string {
  const render = compileTemplate(template);
  const scope = new Scope({
    input: new InputVariable(variables.body, variables.parameters),
    util,
    context: variables.context,
    stageVariables: { ...variables.stageVariables },
  });
  return render(scope);
}

function compileTemplate(template: string): Renderer {
  let renderer = compiled.get(template);
  if (renderer === undefined) {
    renderer = compileBlocks(parseTemplate(template));
    if (compiled.size >= cacheLimit) {
      compiled.clear();
    }
    compiled.set(template, renderer);
  }
  return renderer;
}
