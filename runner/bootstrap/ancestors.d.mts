export function addAncestor(pid: number): void;
export function watchAncestors(onGone: () => void): () => void;
