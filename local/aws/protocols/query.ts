import type { Protocol } from './protocol.ts';
import { findRpcOperation } from './rpc.ts';
import { isStructure } from './values.ts';
import { toXml } from './xml.ts';

const contentType = { 'content-type': 'text/xml' };

/**
 * The AWS query protocol: a form in (`Action=GetRole&RoleName=x`), XML out. Every input value is a
 * string, also numbers, booleans and times: the operation converts them.
 */
export const query: Protocol = {
  match(request, service) {
    const form = new URLSearchParams(request.body.toString() || request.rawQuery);
    const operation = findRpcOperation(service, form.get('Action') ?? '');
    const input = nestParameters(form);
    return {
      operation: operation.name,
      writes: operation.writes,
      async run(region, requestId) {
        const token = request.headers['x-amz-security-token'];
        const output = await operation.run(input, region, token);
        const body = toXml(`${operation.name}Response`, service.xmlNamespace ?? '', {
          [`${operation.name}Result`]: output,
          ResponseMetadata: { RequestId: requestId },
        });
        return { status: 200, headers: contentType, body };
      },
    };
  },
  encodeError(error, { requestId, service }) {
    const body = toXml('ErrorResponse', service?.xmlNamespace ?? '', {
      Error: {
        Type: error.status < 500 ? 'Sender' : 'Receiver',
        Code: error.code,
        Message: error.message,
        ...error.members,
      },
      RequestId: requestId,
    });
    return { status: error.status, headers: { ...contentType, ...error.headers }, body };
  },
};

/**
 * Turns `Tags.member.1.Key=a` into `{ Tags: [{ Key: "a" }] }`. Lists come as `member.N` or, flattened,
 * as `N`; both are arrays in the order of their numbers.
 */
export function nestParameters(form: URLSearchParams): Record<string, unknown> {
  const root = new Map<string, Node>();
  for (const [name, value] of form) {
    if (name !== 'Action' && name !== 'Version') {
      insert(root, name.split('.'), value);
    }
  }
  const nested = toValue(root);
  return isStructure(nested) ? nested : {};
}

type Node = string | Map<string, Node>;

function insert(parent: Map<string, Node>, path: readonly string[], value: string): void {
  const [head = '', ...rest] = path;
  if (rest.length === 0) {
    parent.set(head, value);
    return;
  }
  const existing = parent.get(head);
  const child = existing instanceof Map ? existing : new Map<string, Node>();
  parent.set(head, child);
  insert(child, rest, value);
}

function toValue(node: Node): unknown {
  if (typeof node === 'string') {
    return node;
  }
  const members = node.get('member');
  if (node.size === 1 && members instanceof Map) {
    return toList(members);
  }
  if (node.size > 0 && [...node.keys()].every((key) => /^\d+$/.test(key))) {
    return toList(node);
  }
  return Object.fromEntries([...node].map(([name, child]) => [name, toValue(child)]));
}

function toList(node: Map<string, Node>): unknown[] {
  return [...node]
    .sort(([left], [right]) => Number(left) - Number(right))
    .map(([, child]) => toValue(child));
}
