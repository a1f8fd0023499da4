/** What API Gateway's request template passes on; the values are whatever the caller sent. */
export interface GreetingRequest {
  readonly name?: unknown;
}

export interface Greeting {
  readonly greeting: string;
}

const maxNameCharacters = 100;

/**
 * The caller's fault. `infra/openapi.yaml` maps every error message that begins with
 * `Bad request:` to a 400, any other to a 500.
 */
export class BadRequest extends Error {
  constructor(problem: string) {
    super(`Bad request: ${problem}`);
    this.name = 'BadRequest';
  }
}

/**
 * Greets by name.
 *
 * @param request `{ name }`; without a name, or with an empty one, it greets the world.
 * @returns `{ greeting: "Hello, NAME!" }`
 * @throws {BadRequest} for a name that is not a string or is longer than 100 characters.
 */
export async function handler(request: GreetingRequest): Promise<Greeting> {
  return { greeting: `Hello, ${nameOf(request)}!` };
}

function nameOf({ name }: GreetingRequest): string {
  if (name === undefined || name === '') {
    return 'World';
  }
  if (typeof name !== 'string') {
    throw new BadRequest('name must be a string');
  }
  if (Array.from(name).length > maxNameCharacters) {
    throw new BadRequest(`name must be at most ${String(maxNameCharacters)} characters long`);
  }
  return name;
}
