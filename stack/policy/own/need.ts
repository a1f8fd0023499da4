import type { PolicyScope } from '../resources/scope.ts';

/** A resource that `infra/own.ts` makes. */
export interface OwnResource {
  /** As Pulumi calls it: `aws:dynamodb/table:Table`. */
  readonly type: string;
  /** In the program. */
  readonly name: string;
  /** On AWS, with `*` for what the provider completes; where it is left out Pulumi makes one that begins with `name`. */
  readonly physicalName?: string | undefined;
  /** Of what IAM has: `/service/`. */
  readonly path?: string | undefined;
  /** Of a permission: the function, by name or ARN. */
  readonly functionName?: string | undefined;
}

/** What a deployer may do on which resources, by ARN. */
export interface Needed {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/**
 * What Pulumi's AWS provider calls to make, read, change and delete a resource of one type. Actions and ARNs are those of
 * AWS's Service Authorization Reference (https://docs.aws.amazon.com/service-authorization/latest/reference/).
 */
export type Needs = (scope: PolicyScope, resource: OwnResource) => readonly Needed[];

/** By type, as Pulumi calls it. */
export type NeedsByType = Readonly<Record<string, Needs | undefined>>;

type Place = Pick<PolicyScope, 'partition' | 'region' | 'account'>;
type Arn = (scope: Place, resource: OwnResource) => string;

/** The name of a resource on AWS, or how the one begins that Pulumi makes. */
export function physical({ name, physicalName = `${name}-*` }: OwnResource): string {
  return physicalName;
}

/** ARNs of a service's resources in the stack's account and region. */
export function arnIn(service: string, path: (name: string) => string): Arn {
  return ({ partition, region, account }, resource) =>
    `arn:${partition}:${service}:${region}:${account}:${path(physical(resource))}`;
}

/** All actions on the resource itself. */
export function onIt(arn: Arn, actions: readonly string[]): Needs {
  return (scope, resource) => [{ actions, resources: [arn(scope, resource)] }];
}

/**
 * All actions on each resource of another type that `own.ts` makes: for what names one by an output, which is not
 * known here.
 */
export function onEach(type: string, arn: Arn, actions: readonly string[]): Needs {
  return (scope) => [{ actions, resources: ofType(scope, type, arn) }];
}

/** ARNs of the resources of a type that `own.ts` makes. */
export function ofType(scope: PolicyScope, type: string, arn: Arn): string[] {
  const own = (scope.own ?? []).filter((resource) => resource.type === type);
  return own.map((resource) => arn(scope, resource));
}
