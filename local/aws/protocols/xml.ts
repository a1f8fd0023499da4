import XMLBuilder from 'fast-xml-builder';

import { encodeValues, isStructure } from './values.ts';

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  suppressEmptyNode: false,
});

/**
 * Writes an XML document with one root.
 *
 * @param root `GetRoleResponse`
 * @param content members by element name; lists become `<member>` elements, Dates ISO 8601
 */
export function toXml(root: string, namespace: string, content: Record<string, unknown>): string {
  return builder.build({
    [root]: { '@xmlns': namespace, ...prepareMembers(content) },
  });
}

/** As {@link toXml}, with each list as its element repeated, as the REST services have it. */
export function toRestXml(
  root: string,
  namespace: string | undefined,
  content: Record<string, unknown>,
): string {
  const encoded = encodeLeaves(content);
  const members = isStructure(encoded) ? encoded : {};
  return builder.build({
    [root]: { ...(namespace !== undefined && { '@xmlns': namespace }), ...members },
  });
}

function prepareMembers(content: Record<string, unknown>): Record<string, unknown> {
  const prepared = wrapLists(encodeLeaves(content));
  return isStructure(prepared) ? prepared : {};
}

function encodeLeaves(content: Record<string, unknown>): unknown {
  return encodeValues(content, (leaf) =>
    leaf instanceof Date ? leaf.toISOString() : Buffer.from(leaf).toString('base64'),
  );
}

function wrapLists(value: unknown): unknown {
  if (Array.isArray(value)) {
    return { member: value.map(wrapLists) };
  }
  if (isStructure(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [name, wrapLists(member)]),
    );
  }
  return value;
}
