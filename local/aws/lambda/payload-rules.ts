/**
 * Says why a payload is not JSON, in the words of the Java parser (Jackson) that Lambda reads it with;
 * what is wrong after the first token is said in Node's own.
 *
 * @returns `undefined` where it is JSON.
 */
export function payloadProblem(payload: Buffer): string | undefined {
  try {
    JSON.parse(payload.toString('utf8'));
    return undefined;
  } catch (error) {
    return firstTokenProblem(payload) ?? (error instanceof Error ? error.message : String(error));
  }
}

const expected = "JSON String, Number, Array, Object or token 'null', 'true' or 'false'";

function firstTokenProblem(payload: Buffer): string | undefined {
  const start = payload.findIndex((byte) => ![0x20, 0x09, 0x0a, 0x0d].includes(byte));
  const first = payload[start];
  if (first === undefined || /[-"{[0-9]/.test(String.fromCharCode(first))) {
    return undefined;
  }
  if (first >= 0x80 || !isNamePart(first)) {
    return located(
      payload,
      start,
      `Unexpected character (${shown(first)}): expected a valid value (${expected})`,
    );
  }
  return tokenProblem(payload, start);
}

/** The parser reads on to the end of the word, and one character further. */
function tokenProblem(payload: Buffer, start: number): string | undefined {
  let end = start;
  for (; end < payload.length; end++) {
    const byte = payload[end] ?? 0;
    if (byte >= 0x80 && !isLeadByte(byte)) {
      return located(payload, end + 1, `Invalid UTF-8 start byte 0x${byte.toString(16)}`);
    }
    if (!isNamePart(byte)) {
      break;
    }
  }
  const word = payload.toString('utf8', start, end);
  if (['null', 'true', 'false'].includes(word)) {
    return undefined;
  }
  const after = Math.min(end + 1, payload.length);
  return located(payload, after, `Unrecognized token '${word}': was expecting (${expected})`);
}

function isNamePart(byte: number): boolean {
  return byte >= 0x80 || /[\w$]/.test(String.fromCharCode(byte));
}

function isLeadByte(byte: number): boolean {
  return byte >= 0xc0 && byte < 0xf8;
}

function shown(byte: number): string {
  const isControl = byte < 0x20 || (byte >= 0x7f && byte < 0xa0);
  const code = `code ${String(byte)})`;
  return isControl ? `(CTRL-CHAR, ${code}` : `'${String.fromCharCode(byte)}' (${code}`;
}

function located(payload: Buffer, offset: number, problem: string): string {
  const before = payload.subarray(0, offset);
  const line = before.filter((byte) => byte === 0x0a).length + 1;
  const column = offset - before.lastIndexOf(0x0a);
  const source = 'Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled)';
  return `${problem}\n at [${source}; line: ${String(line)}, column: ${String(column)}]`;
}
