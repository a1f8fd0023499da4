import type { ApiValues } from './api.ts';
import type { FunctionExtras } from './function.ts';

/** What `own.ts` knows of the stack that it makes resources for. */
export interface StackFacts {
  /** Of the Pulumi stack: `dev`. */
  readonly stack: string;
  readonly region: string;
  /** Names of resources begin with it, so that two stacks in one account never meet. */
  readonly functionName: string;
  /** Names of the targets, in the order of promotion. */
  readonly targets: readonly string[];
  /** `function.tags` of the settings, for resources that can have them. */
  readonly tags: Readonly<Record<string, string>>;
}

/** What `own.ts` exports. */
export interface OwnModule {
  readonly createOwnResources: (stack: StackFacts) => OwnResources | Promise<OwnResources>;
}

/** What own resources give the rest of the stack. */
export interface OwnResources extends FunctionExtras {
  /** Values for `openapi.yaml`, which has them as `${NAME}`. */
  readonly values?: ApiValues;
}
