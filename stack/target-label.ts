/** Which target it is, and where, of a stack in several regions. */
export interface NamedTarget {
  readonly name: string;
  readonly region?: string | undefined;
}

/** A target as people are told of it: `prod`, of a stack in several regions `prod in us-east-1`. */
export function labelOf({ name, region }: NamedTarget): string {
  return region === undefined ? name : `${name} in ${region}`;
}
