import * as pulumi from '@pulumi/pulumi';
import type { Function as LambdaFunction } from '@pulumi/aws/lambda/function.js';
import { z } from 'zod';
import { createFunctionRole } from '../../../infra/function-role.ts';
import {
  createFunction,
  createFunctionLogs,
  type FunctionExtras,
} from '../../../infra/function.ts';
import { placeIn, type Place } from '../../../infra/place.ts';
import type { RegionOutputs, StackOutputs } from '../../../stack/outputs.ts';
import type { FunctionSettings } from '../../../stack/settings.ts';
import { account, region } from '../../../local/tests/_helpers/account.ts';
import { project } from '../../../stack/project.ts';
import { runWithoutEngine } from '../../../infra/without-engine.ts';

/** The home region, as the program is there. */
export function placeAtHome(previous?: RegionOutputs): Place {
  return placeIn(region, region, { aws: { region }, previous });
}

/** A function in the home region, with the role that it has. */
export function makeFunction(
  settings: FunctionSettings,
  { environment, policies = [] }: FunctionExtras = {},
): LambdaFunction {
  const place = placeAtHome();
  const logGroup = createFunctionLogs(settings, place);
  const role = createFunctionRole(settings, [logGroup], policies);
  return createFunction(settings, { place, logGroup, role }, environment);
}

/** A resource as the Pulumi engine is told of it. */
export interface MadeResource {
  readonly type: string;
  readonly name: string;
  /** Inputs. */
  readonly props: Readonly<Record<string, unknown>>;
  readonly ignoreChanges: readonly string[];
  readonly isRetained: boolean;
  /** It is never deleted or replaced. */
  readonly isProtected: boolean;
}

export interface Made {
  readonly resources: readonly MadeResource[];
  /** What was returned, resolved. */
  readonly outputs: unknown;
}

const properties = z.record(z.string(), z.unknown());

const proof = {
  resourceRecordName: '_proof.example.test.',
  resourceRecordType: 'CNAME',
  resourceRecordValue: '_value.acm-validations.aws.',
};
const leadingTo = {
  ...{ regionalDomainName: 'd-1.execute-api.test', regionalZoneId: 'ZREGIONAL' },
  ...{ cloudfrontDomainName: 'd1.cloudfront.test', cloudfrontZoneId: 'ZCLOUDFRONT' },
};

/**
 * Runs a part of the program without an engine.
 *
 * @param make what it makes; its answer is the stack's outputs.
 * @param options the configuration by key, values that are no text as JSON; what the stack had before, and what of that is
 *   secret.
 */
export async function runProgram(
  make: () => unknown,
  {
    config = {},
    previous,
    secretOutputNames = [],
  }: {
    readonly config?: Readonly<Record<string, string>>;
    readonly previous?: StackOutputs | undefined;
    readonly secretOutputNames?: readonly string[];
  } = {},
): Promise<Made> {
  const made: Pick<MadeResource, 'type' | 'name' | 'props'>[] = [];
  const options = new Map<string, pulumi.CustomResourceOptions>();
  await pulumi.runtime.setMocks(
    {
      newResource({ type, name, inputs, custom }) {
        if (type === 'pulumi:pulumi:StackReference') {
          return { id: name, state: { name, outputs: previous ?? {}, secretOutputNames } };
        }
        const props = properties.parse(inputs);
        if (custom === true) {
          made.push({ type, name, props });
        }
        const executionArn = `arn:aws:execute-api:${region}:${account}:${name}`;
        const state = {
          ...{ arn: `arn:aws:mock:::${name}`, executionArn, invokeUrl: urlOf(props) },
          ...(type === 'aws:acm/certificate:Certificate' && { domainValidationOptions: [proof] }),
          ...(type === 'aws:apigateway/domainName:DomainName' && leadingTo),
        };
        return { id: `${name}-id`, state: { ...state, ...props } };
      },
      call: ({ token }) => (token === 'aws:route53/getZone:getZone' ? { zoneId: 'Z1' } : {}),
    },
    project,
    'local',
    false,
    'organization',
  );
  pulumi.runtime.setAllConfig({ 'aws:region': region, ...config });
  const outputs: unknown = await runWithoutEngine(() => {
    // The mocks are not told of options; a transformation of the whole stack is.
    pulumi.runtime.registerStackTransformation(({ type, name, opts }) => {
      options.set(`${type} ${name}`, opts);
      return undefined;
    });
    return make();
  });
  const resources = made.map((resource) => {
    const opts = options.get(`${resource.type} ${resource.name}`);
    return {
      ...resource,
      ignoreChanges: opts?.ignoreChanges ?? [],
      isRetained: opts?.retainOnDelete === true,
      isProtected: opts?.protect === true,
    };
  });
  return { resources, outputs };
}

/** As API Gateway gives it: with a slash at the end. */
function urlOf({ stageName }: Readonly<Record<string, unknown>>): string {
  return `https://api.test/${typeof stageName === 'string' ? stageName : ''}/`;
}

/** The one resource of a name. */
export function named(resources: readonly MadeResource[], name: string): MadeResource {
  const [found, ...others] = resources.filter((resource) => resource.name === name);
  if (found === undefined || others.length > 0) {
    throw new Error(`There are ${String(others.length + (found ? 1 : 0))} resources ${name}`);
  }
  return found;
}

/** Texts of JSON in the inputs of a resource, such as policies. */
export function jsonOf(resource: MadeResource, property: string): unknown {
  return JSON.parse(z.string().parse(resource.props[property]));
}
