export function findNeeded(
  packages: Readonly<Record<string, unknown>>,
  isThere: (workspace: string) => boolean,
): Set<string>;
