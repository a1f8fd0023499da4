import type * as pulumi from '@pulumi/pulumi';
import type { RestApi } from '@pulumi/aws/apigateway/restApi.js';
import type { ApiValues } from './api.ts';
import type { FunctionExtras } from './function.ts';

/** What `own.ts` knows of the stack that it makes resources for. */
export interface StackFacts {
  /** Of the Pulumi stack: `dev`. */
  readonly stack: string;
  /** Where resources are to be made; they are asked for once in each region of the stack, in the home region first. */
  readonly region: string;
  /** The region of `aws:region`. */
  readonly homeRegion: string;
  /** All of the stack, the home region first. */
  readonly regions: readonly string[];
  /**
   * The name of a resource in the program, which each region needs one of its own for: in the home region as it
   * is, `us-east-1-orders` elsewhere.
   */
  readonly called: (name: string) => string;
  /** Names of resources begin with it, so that two stacks in one account never meet. */
  readonly functionName: string;
  /** Names of the targets, in the order of promotion. */
  readonly targets: readonly string[];
  /** `function.tags` of the settings, for resources that can have them. */
  readonly tags: Readonly<Record<string, string>>;
}

/** What own resources give the rest of the stack. */
export interface OwnResources extends FunctionExtras {
  /** Values for `openapi.yaml`, which has them as `${NAME}`. */
  readonly values?: ApiValues;
}

/** An API stage, once it is there. */
export interface OwnStage {
  /** The target that it belongs to. */
  readonly target: string;
  readonly name: pulumi.Output<string>;
  /** Only the tests of a release call it. They need what callers need: a key, a permission. */
  readonly isStandby: boolean;
}

/** What `own.ts` knows of the API, when its stages are there. */
export interface ApiFacts extends StackFacts {
  readonly functionArn: pulumi.Output<string>;
  readonly restApi: Pick<RestApi, 'id' | 'arn' | 'executionArn'>;
  /** Of all targets, in the order of promotion; a target's standby stage comes after its own. */
  readonly stages: readonly OwnStage[];
  /** `release.headers` of the settings, by lower-case name: what tests and probes send. */
  readonly headers: Readonly<Record<string, pulumi.Output<string>>>;
}

/** What `own.ts` exports. */
export interface OwnModule {
  /** Before function and API. */
  readonly createOwnResources: (stack: StackFacts) => OwnResources | Promise<OwnResources>;
  /** After the targets: what needs the API or its stages. In effect at once, by no promotion. */
  readonly createApiResources?: (api: ApiFacts) => void | Promise<void>;
}
