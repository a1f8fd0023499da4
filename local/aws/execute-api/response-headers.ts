import { configurationError } from './gateway-fault.ts';

// As an ES module node:http loads a WebSocket client, too: 40 ms.
const { validateHeaderName, validateHeaderValue } = process.getBuiltinModule('node:http');

/** Headers that API Gateway keeps for itself and renames when an integration sets them. */
const remapped = new Set([
  ...['authorization', 'connection', 'content-length', 'content-md5', 'date', 'expect', 'host'],
  ...['max-forwards', 'proxy-authenticate', 'server', 'trailer', 'upgrade', 'user-agent'],
  'www-authenticate',
]);
const dropped = new Set(['keep-alive', 'transfer-encoding']);

/**
 * An integration's headers as they may go over the wire: text beyond Latin-1 as its UTF-8 bytes.
 * @throws {GatewayFault} 500 for a name or value that HTTP does not allow, so a value cannot add headers
 */
export function safeHeaders(headers: readonly (readonly [string, string])[]): [string, string][] {
  return headers
    .filter(([name]) => !dropped.has(name.toLowerCase()))
    .map(([name, value]) => [rename(name), wireValue(name, value)]);
}

/**
 * The same for API Gateway's own answers, which leave out what HTTP does not allow. A gateway response may say who is
 * asked for: that is how a 401 of an authorizer makes a browser ask for a password.
 */
export function allowedHeaders(
  headers: readonly (readonly [string, string])[],
): [string, string][] {
  return headers.flatMap(([name, value]): [string, string][] => {
    try {
      return name.toLowerCase() === 'www-authenticate'
        ? [[name, wireValue(name, value)]]
        : safeHeaders([[name, value]]);
    } catch {
      return [];
    }
  });
}

function rename(name: string): string {
  return remapped.has(name.toLowerCase()) ? `x-amzn-Remapped-${name}` : name;
}

function wireValue(name: string, value: string): string {
  const latin1 = /^[\t\x20-\xff]*$/.test(value) ? value : Buffer.from(value).toString('latin1');
  try {
    validateHeaderName(name);
    validateHeaderValue(name, latin1);
    return latin1;
  } catch {
    throw configurationError(`Invalid response header ${JSON.stringify(name)}`);
  }
}
