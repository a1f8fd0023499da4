/** Writes one NDJSON line to the server's log, which is its stderr. */
export function logServerError(context: string, error: unknown): void {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const line = { time: new Date().toISOString(), level: 'error', context, error: detail };
  process.stderr.write(`${JSON.stringify(line)}\n`);
}
