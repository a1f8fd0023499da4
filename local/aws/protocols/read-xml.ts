import { AwsError } from '../errors.ts';

/** An element as it is read: its children by name, or its text. */
export type XmlValue = string | XmlElement | readonly XmlValue[];
export interface XmlElement {
  readonly [name: string]: XmlValue;
}

interface Open {
  readonly name: string;
  readonly children: Map<string, XmlValue[]>;
  text: string;
}

const token = /<\?[^>]*\?>|<(\/?)([\w:.-]+)((?:\s[^<>]*?)?)(\/?)>|([^<]+)/gy;

/**
 * Reads the XML that AWS's clients send: elements and text, no mixture of both, attributes passed over. An
 * element that occurs once is a value, several of a name are a list.
 *
 * @returns what is in the root element
 * @throws {AwsError} `MalformedInput` 400
 */
export function readXml(document: string): XmlElement {
  const root: Open = { name: '', children: new Map(), text: '' };
  const open = [root];
  const source = document.trim();
  token.lastIndex = 0;
  while (token.lastIndex < source.length) {
    const match = token.exec(source);
    const parent = open.at(-1);
    if (match === null || parent === undefined) {
      throw malformed();
    }
    const [, closes, name = '', , isEmpty, text] = match;
    if (text !== undefined) {
      parent.text += text;
    } else if (name !== '' && closes === '') {
      const element: Open = { name, children: new Map(), text: '' };
      open.push(element);
      if (isEmpty !== '') {
        close(open, name);
      }
    } else if (name !== '') {
      close(open, name);
    }
  }
  const [content] = [...root.children.values()].flat();
  if (open.length !== 1 || content === undefined) {
    throw malformed();
  }
  return typeof content === 'string' || Array.isArray(content) ? {} : (content as XmlElement);
}

function close(open: Open[], name: string): void {
  const element = open.pop();
  const parent = open.at(-1);
  if (element?.name !== name || parent === undefined) {
    throw malformed();
  }
  parent.children.set(name, [...(parent.children.get(name) ?? []), valueOf(element)]);
}

function valueOf({ children, text }: Open): XmlValue {
  if (children.size === 0) {
    return decode(text);
  }
  const members = [...children].map(([name, values]) => {
    const [first, ...others] = values;
    return [name, others.length === 0 && first !== undefined ? first : values] as const;
  });
  return Object.fromEntries(members);
}

const entities: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" },
};

function decode(text: string): string {
  return text.replaceAll(
    /&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi,
    (whole, decimal, hex, name: string) => {
      if (typeof decimal === 'string') {
        return String.fromCodePoint(Number(decimal));
      }
      if (typeof hex === 'string') {
        return String.fromCodePoint(Number.parseInt(hex, 16));
      }
      return entities[name] ?? whole;
    },
  );
}

function malformed(): AwsError {
  return new AwsError('MalformedInput', 400, 'The XML document is malformed.');
}
