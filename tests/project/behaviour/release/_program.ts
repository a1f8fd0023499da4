import * as pulumi from '@pulumi/pulumi';
import { z } from 'zod';
import { program } from '../../../../infra/program.ts';
import { account, region } from '../../../../local/tests/_helpers/account.ts';
import { deployerRolePath, functionRolePrefix, githubTokens } from '../../../../stack/names.ts';
import { functionName } from './_stack.ts';
import { project } from '../../../../stack/project.ts';
import { greetingParts } from '../../_helpers/greeting.ts';

/** A resource of the program as the Pulumi engine is told of it. */
export interface ProgramResource {
  readonly type: string;
  readonly name: string;
  /** Inputs. */
  readonly props: Readonly<Record<string, unknown>>;
  readonly opts: { readonly ignoreChanges: readonly string[] };
}

/**
 * Every resource of the program, with its inputs and options.
 *
 * @param settings of the function, besides its name.
 */
export async function resourcesOfProgram(
  settings: Readonly<Record<string, unknown>> = {},
): Promise<ProgramResource[]> {
  const resources: Omit<ProgramResource, 'opts'>[] = [];
  const ignored = new Map<string, readonly string[]>();
  await pulumi.runtime.setMocks(
    {
      newResource({ type, name, inputs, custom }) {
        // The stack has no outputs yet.
        if (type === 'pulumi:pulumi:StackReference') {
          return { id: name, state: { ...values(inputs), outputs: {}, secretOutputNames: [] } };
        }
        const props = values(inputs);
        if (custom === true && type.startsWith('aws:')) {
          resources.push({ type, name, props });
        }
        const arns = {
          ...{ arn: `arn:aws:mock:::${name}`, executionArn: `${executeApi}:${name}` },
          domainValidationOptions: [],
        };
        const id = type === 'aws:apigateway/restApi:RestApi' ? restApiId : name;
        return { id, state: { ...arns, invokeUrl: 'http://mock', ...props } };
      },
      call: ({ token }) => (token === 'aws:route53/getZone:getZone' ? { zoneId: 'Z1' } : {}),
    },
    project,
    'local',
    false,
    'organization',
  );
  pulumi.runtime.setAllConfig({
    'aws:region': region,
    [`${project}:function`]: JSON.stringify({ name: functionName, ...settings }),
    [`${project}:manageApiGatewayAccount`]: 'true',
    [`${project}:domain`]: JSON.stringify(domain),
    [`${project}:ci`]: JSON.stringify({ github: { repository: 'ada/greeting' } }),
  });
  await pulumi.runtime.runInPulumiStack(() => {
    // The mocks are not told of options; a transformation of the whole stack is.
    pulumi.runtime.registerStackTransformation(({ type, name, opts }) => {
      ignored.set(`${type} ${name}`, opts.ignoreChanges ?? []);
      return undefined;
    });
    return program({}, greetingParts);
  });
  await pulumi.runtime.disconnect();
  return resources.map((resource) => {
    const ignoreChanges = ignored.get(`${resource.type} ${resource.name}`) ?? [];
    return { ...resource, opts: { ignoreChanges } };
  });
}

/** What `prod` is called, in a hosted zone. */
export const domain = { zone: 'example.test', targets: { prod: 'api.example.test/v1' } };

/** Of the program's API. */
export const restApiId = 'a1b2c3d4e5';

const executeApi = `arn:aws:execute-api:${region}:${account}`;

const values = (inputs: unknown) => z.record(z.string(), z.unknown()).parse(inputs);

const named = z
  .object({
    name: z.string(),
    namePrefix: z.string(),
    path: z.string(),
    qualifier: z.string(),
    stageName: z.string(),
    domainName: z.string(),
    basePath: z.string(),
  })
  .partial();

/** As the provider completes a prefix: with the time, and a count. */
const suffix = '20261123055119000100000001';

/** The role of a function. */
export function roleOf(name: string): string {
  return `arn:aws:iam::${account}:role/${functionRolePrefix(name)}${suffix}`;
}

/** What the provider calls on a resource by its name, and the ARN of that. */
export function firstCalls(
  restApiId: string,
  type: string,
  inputs: unknown,
): [action: string, arn: string][] {
  const {
    name = '',
    namePrefix = '',
    path = '/',
    qualifier = '',
    stageName = '',
    domainName = '',
    basePath = '(none)',
  } = named.parse(inputs);
  const lambda = `arn:aws:lambda:${region}:${account}:function:${functionName}`;
  const group = `arn:aws:logs:${region}:${account}:log-group:${name}`;
  const role = `arn:aws:iam::${account}:role${path}${namePrefix}${suffix}`;
  const stage = `arn:aws:apigateway:${region}::/restapis/${restApiId}/stages/${stageName}`;
  const called = `arn:aws:apigateway:${region}::/domainnames/${domainName}`;
  const byType: Record<string, [string, string][]> = {
    'aws:cloudwatch/logGroup:LogGroup': [
      ['logs:CreateLogGroup', group],
      ['logs:DeleteLogGroup', `${group}:*`],
    ],
    'aws:iam/role:Role': [
      ['iam:CreateRole', role],
      // GitHub's tokens alone take it: nobody passes it to a service.
      ...(path === deployerRolePath ? [] : [['iam:PassRole', role] satisfies [string, string]]),
      ['iam:PutRolePolicy', role],
    ],
    'aws:iam/openIdConnectProvider:OpenIdConnectProvider': [
      ['iam:CreateOpenIDConnectProvider', `arn:aws:iam::${account}:oidc-provider/${githubTokens}`],
    ],
    'aws:lambda/function:Function': [['lambda:CreateFunction', lambda]],
    'aws:iam/rolePolicyAttachment:RolePolicyAttachment': [
      ['iam:AttachRolePolicy', roleOf(functionName)],
    ],
    'aws:lambda/permission:Permission': [['lambda:AddPermission', `${lambda}:${qualifier}`]],
    'aws:apigateway/stage:Stage': [['apigateway:PATCH', stage]],
    'aws:apigateway/domainName:DomainName': [['apigateway:PATCH', called]],
    'aws:apigateway/basePathMapping:BasePathMapping': [
      ['apigateway:POST', `${called}/basepathmappings`],
      ['apigateway:PATCH', `${called}/basepathmappings/${basePath}`],
    ],
    'aws:acm/certificate:Certificate': [
      ['acm:DescribeCertificate', `arn:aws:acm:${region}:${account}:certificate/a-b`],
    ],
    'aws:route53/record:Record': [
      ['route53:ChangeResourceRecordSets', 'arn:aws:route53:::hostedzone/Z1'],
    ],
  };
  return byType[type] ?? [];
}
