import { badRequest, conflict } from './errors.ts';
import type { ApiDefinition, Resource } from './state.ts';

const literalPart = /^[a-zA-Z0-9._:-]+$/;
const variablePart = /^\{[a-zA-Z0-9._:-]+\+?\}$/;

/**
 * Refuses a path part that AWS does not take under a parent.
 *
 * @param except the resource that is being renamed, which does not conflict with itself
 * @throws {AwsError} 400 for its form, 409 when a sibling has it
 */
export function verifyPathPart(
  definition: ApiDefinition,
  parent: Resource,
  pathPart: string,
  except?: string,
): void {
  if (!literalPart.test(pathPart) && !variablePart.test(pathPart)) {
    throw badRequest(
      "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.",
    );
  }
  if (parent.pathPart.endsWith('+}')) {
    throw badRequest(
      `Cannot create a child of a resource with a greedy path variable: ${parent.pathPart}`,
    );
  }
  const siblings = Object.values(definition.resources).filter(
    ({ id, parentId }) => parentId === parent.id && id !== except,
  );
  if (siblings.some((sibling) => sibling.pathPart === pathPart)) {
    throw conflict(`Another resource with the same parent already has this name: ${pathPart}`);
  }
  verifyVariable(siblings, pathPart);
}

function verifyVariable(siblings: readonly Resource[], pathPart: string): void {
  const sibling = siblings.find((other) => other.pathPart.startsWith('{'));
  if (pathPart.startsWith('{') && sibling !== undefined) {
    throw badRequest(
      `A sibling (${sibling.pathPart}) of this resource already has a variable path part -- only one is allowed`,
    );
  }
}

/** The path of a child: `/` and `greeting` make `/greeting`. */
export function childPath(parent: Resource, pathPart: string): string {
  return `${parent.path === '/' ? '' : parent.path}/${pathPart}`;
}
