const key = 'gated-lambda-release:stack';

/** Whose a resource on AWS is: what the program makes carries this tag, where AWS has tags for it. */
export interface StackTag {
  readonly key: string;
  /** `gated-lambda-release/dev` */
  readonly value: string;
}

/** @param stack its name, also with organization and project before it. */
export function stackTag(project: string, stack: string): StackTag {
  return { key, value: `${project}/${stack.split('/').at(-1) ?? ''}` };
}

/** As the program and AWS's APIs take it. */
export function toTags({ key, value }: StackTag): Record<string, string> {
  return { [key]: value };
}

/** @param tags of a resource on AWS. */
export function carries(
  tags: Readonly<Record<string, string>> | undefined,
  { key, value }: StackTag,
): boolean {
  return tags?.[key] === value;
}
