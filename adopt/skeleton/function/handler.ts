export interface Health {
  readonly status: 'ok';
}

/** Gets what the request template of its route in `infra/openapi.yaml` passes on. */
export async function handler(): Promise<Health> {
  return { status: 'ok' };
}
