import { unescape as percentDecode } from 'node:querystring';
import { HostObject } from './host-object.ts';
import { parseJavaJson } from './java-number.ts';
import { javaText } from './java-text.ts';
import { TemplateError } from './template-error.ts';

const namedEscapes: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
};

/**
 * Escapes a text for a JavaScript string: quotes of both kinds, `\` and `/` get a backslash, control
 * and non-ASCII characters become `\uXXXX`. As `\'` is not JSON, AWS's documentation has templates
 * add `.replaceAll("\\'", "'")`.
 */
export function escapeJavaScript(text: string): string {
  return text.replace(/["'\\/]|[^\x20-\x7f]/g, (unit) => {
    const named = namedEscapes[unit];
    if (named !== undefined) {
      return named;
    }
    if (/["'\\/]/.test(unit)) {
      return `\\${unit}`;
    }
    return `\\u${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
  });
}

/** `application/x-www-form-urlencoded` as Java's URLEncoder writes it. */
function urlEncode(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replace(/[!~'()]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}

/** `$util`. */
export class UtilVariable extends HostObject {
  property(): undefined {
    return undefined;
  }

  call(method: string, args: readonly unknown[]): unknown {
    const text = javaText(args[0]);
    switch (method) {
      case 'escapeJavaScript':
        return escapeJavaScript(text);
      case 'parseJson':
        return parseJson(text);
      case 'urlEncode':
        return urlEncode(text);
      case 'urlDecode':
        return percentDecode(text.replaceAll('+', ' '));
      case 'base64Encode':
        return Buffer.from(text, 'utf8').toString('base64');
      case 'base64Decode':
        return Buffer.from(text, 'base64').toString('utf8');
      default:
        throw new TemplateError(`$util.${method}() does not exist in API Gateway`);
    }
  }
}

function parseJson(text: string): unknown {
  try {
    return parseJavaJson(text);
  } catch (cause) {
    throw new TemplateError('$util.parseJson() was given what is not JSON', { cause });
  }
}
