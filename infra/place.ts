import type { RegionOutputs } from '../stack/outputs.ts';
import { namesIn } from '../stack/regions.ts';
import type { ClientOptions } from '../stack/sign-in/resolve-credentials.ts';

/** A region in which the program makes resources. */
export interface Place {
  readonly region: string;
  /** Whether it is the region of `aws:region`. */
  readonly isHome: boolean;
  /** What clients are made with. */
  readonly aws: ClientOptions;
  /** What the stack had there before. */
  readonly previous: RegionOutputs | undefined;
  /**
   * The name that the program gives a resource there, which a stack has once: in the home region as it is, so that
   * what is there keeps its name when a region is added.
   */
  readonly called: (name: string) => string;
  /** The inputs that say where a resource is: in the home region none, as the provider is there. */
  readonly located: { readonly region?: string };
}

/**
 * @param region any of the stack.
 * @param home the region of `aws:region`.
 */
export function placeIn(
  region: string,
  home: string,
  { aws, previous }: Pick<Place, 'aws' | 'previous'>,
): Place {
  const isHome = region === home;
  return {
    region,
    isHome,
    aws: { ...aws, region },
    previous,
    called: namesIn(region, home),
    located: isHome ? {} : { region },
  };
}
