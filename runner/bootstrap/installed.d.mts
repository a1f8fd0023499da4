export function findMismatch(wanted: unknown, installed: unknown): string | undefined;
