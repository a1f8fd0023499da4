import type { StackSettings } from '../../settings.ts';
import type { OwnResource } from '../own/need.ts';

/** Where a stack is, and what it is called there. */
export interface PolicyScope {
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
  readonly region: string;
  /** Twelve digits. */
  readonly account: string;
  /** `*` before the stack is provisioned. */
  readonly restApiId: string;
  readonly settings: StackSettings;
  /** The uris by which routes and authorizers call other functions. */
  readonly otherFunctions?: readonly string[];
  /** What `infra/own.ts` makes. */
  readonly own?: readonly OwnResource[];
  /** Where the stack is besides. */
  readonly others?: readonly Pick<PolicyScope, 'region' | 'restApiId'>[];
}

/** CloudWatch knows no smaller resource than all its figures, nor IAM than all its roles. */
export function everything(): string[] {
  return ['*'];
}

/** Policies of several regions say no more of an API than that it is the stack's, or they would not fit into IAM. */
export function hasOthers({ others = [] }: PolicyScope): boolean {
  return others.length > 0;
}

/** Resources of the stack, where its function has a setting that needs more on it. */
export function where(isNeeded: boolean, resources: readonly string[]): string[] {
  return isNeeded ? [...resources] : [];
}
