export function readScripts(root: string): ReadonlyMap<string, readonly string[]>;
