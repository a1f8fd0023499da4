/** What goes, as it is not in the settings any more: a target, only the domain of one, or a region. */
export type Retiring =
  | { readonly target: string; readonly domain?: string; readonly region?: undefined }
  | { readonly region: string };

/** How people say what goes. */
export interface RetiringWords {
  /** Of the command, `--target`. */
  readonly option: string;
  readonly name: string;
  /** `target beta` */
  readonly what: string;
}

export function wordsOf(retiring: Retiring): RetiringWords {
  if (retiring.region !== undefined) {
    const { region } = retiring;
    return { option: '--region', name: region, what: `region ${region}` };
  }
  const { target, domain } = retiring;
  return domain === undefined
    ? { option: '--target', name: target, what: `target ${target}` }
    : { option: '--domain', name: domain, what: `domain ${domain} of target ${target}` };
}
