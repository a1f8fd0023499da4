import { HostObject } from './host-object.ts';
import { javaJson, parseJavaJson } from './java-number.ts';
import { javaText } from './java-text.ts';
import { selectJson } from './jsonpath.ts';
import { TemplateError } from './template-error.ts';

/** The request's parameters, each with its last value, percent-decoded. */
export interface TemplateParameters {
  readonly path: Readonly<Record<string, string>>;
  readonly querystring: Readonly<Record<string, string>>;
  readonly header: Readonly<Record<string, string>>;
}

/** `$input`: the body being mapped and the request's parameters. */
export class InputVariable extends HostObject {
  readonly #body: string;
  readonly #parameters: TemplateParameters;
  #document: { readonly value: unknown } | undefined;

  constructor(body: string, parameters: TemplateParameters) {
    super();
    this.#body = body;
    this.#parameters = parameters;
  }

  /** `$input.body`; API Gateway shows an empty body as `{}`. */
  property(name: string): unknown {
    return name === 'body' ? this.#text() : undefined;
  }

  call(method: string, args: readonly unknown[]): unknown {
    const argument = args.length === 0 ? undefined : javaText(args[0]);
    switch (method) {
      case 'path':
        return selectJson(this.#json(), argument ?? '$');
      case 'json':
        return javaJson(selectJson(this.#json(), argument ?? '$') ?? '');
      case 'params':
        return argument === undefined ? this.#allParameters() : this.#parameter(argument);
      default:
        throw new TemplateError(`$input.${method}() is not modelled`);
    }
  }

  #text(): string {
    return this.#body === '' ? '{}' : this.#body;
  }

  /** Only what begins like JSON is read as JSON; any other body is a string. */
  #json(): unknown {
    this.#document ??= { value: parseBody(this.#text()) };
    return this.#document.value;
  }

  /** Copies, so that a template that changes them changes nothing else. */
  #allParameters(): Record<string, unknown> {
    const { path, querystring, header } = this.#parameters;
    return { path: copy(path), querystring: copy(querystring), header: copy(header) };
  }

  /** Looked for in the path, then the query string, then the headers (in any case); else empty. */
  #parameter(name: string): string {
    const { path, querystring, header } = this.#parameters;
    for (const values of [path, querystring, header]) {
      const value = Object.hasOwn(values, name) ? values[name] : undefined;
      if (value !== undefined && value !== '') {
        return value;
      }
    }
    const lower = name.toLowerCase();
    return Object.entries(header).find(([key]) => key.toLowerCase() === lower)?.[1] ?? '';
  }
}

function copy(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values));
}

function parseBody(text: string): unknown {
  if (!/^\s*[{["]/.test(text)) {
    return text;
  }
  try {
    return parseJavaJson(text);
  } catch (cause) {
    throw new TemplateError('The body is not valid JSON', { cause, invalidJson: true });
  }
}
