export function findMismatch(
  wanted: unknown,
  installed: unknown,
  isThere?: (workspace: string) => boolean,
): string | undefined;

export declare function verify(root: string): string | undefined;
