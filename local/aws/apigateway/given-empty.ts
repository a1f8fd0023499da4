/**
 * Members that a request gave as empty maps: AWS answers those, and leaves out what was not given and
 * what became empty.
 */
export interface GivenEmpty {
  givenEmpty?: readonly string[];
}

/** @param body the request's JSON, of which {@link names} are maps */
export function givenEmpty(body: Buffer, names: readonly string[]): GivenEmpty {
  const parsed: unknown = body.length === 0 ? {} : JSON.parse(body.toString('utf8'));
  const empty = names.filter((name) => isEmptyMember(parsed, name));
  return empty.length === 0 ? {} : { givenEmpty: empty };
}

function isEmptyMember(parsed: unknown, name: string): boolean {
  if (typeof parsed !== 'object' || parsed === null) {
    return false;
  }
  const value: unknown = Reflect.get(parsed, name);
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** A map as AWS answers it, undefined where it leaves it out. */
export function shownMap<T extends object>(
  { givenEmpty: names = [] }: GivenEmpty,
  name: string,
  map: T,
): T | undefined {
  return Object.keys(map).length > 0 || names.includes(name) ? map : undefined;
}

/** For a patch: what becomes empty by it is left out. */
export function forgetGivenEmpty(owner: GivenEmpty): void {
  delete owner.givenEmpty;
}
