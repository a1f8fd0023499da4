interface Citations {
  /** `{ kind: 'trap', number: 'D1' }` */
  readonly numbers: readonly { readonly kind: 'trap' | 'invariant'; readonly number: string }[];
  /** Numbers in parentheses that do not say what they are. */
  readonly bare: readonly string[];
  /** Documents under `docs/`. */
  readonly paths: readonly string[];
  /** Names of documents that are not in this repository. */
  readonly elsewhere: readonly string[];
}

export declare function findCitations(text: string): Citations;
export declare function headingNumbers(markdown: string): Set<string>;
export declare function citationChecker(root: string): (text: string) => string[];
