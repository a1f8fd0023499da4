import type { ExecutionContext } from 'ava';
import { z } from 'zod';
import type { RecordedCall } from '../../../../local/aws/calls.ts';
import { createClients } from '../../../../runner/aws/clients.ts';
import { nobodySignsIn } from '../../../../stack/sign-in/aws-settings.ts';
import { account, region } from '../../../../local/tests/_helpers/account.ts';

/** Told apart from the calls of the tests by the application id in the user agent. */
const runnerId = 'policy-test-runner';

export interface RunnerCall {
  readonly operation: string;
  /** The ARN that IAM compares with a policy. */
  readonly arn: string;
}

/** Whether the runner made a call, or a tier that it started. */
export function isOfRunner({ userAgent }: RecordedCall): boolean {
  return userAgent?.includes(`app/${runnerId}`) === true;
}

/** The runner's own clients, and the tiers that it starts, pointed at a test stack. */
export function createRunnerClients(t: ExecutionContext, url: string) {
  useEndpoint(t, url);
  const clients = createClients({ region, signIn: nobodySignsIn });
  t.teardown(() => {
    const { lambda, apiGateway, logs, cloudWatch, sts } = clients;
    for (const client of [lambda, apiGateway, logs, cloudWatch, sts]) {
      client.destroy();
    }
  });
  const calls: RunnerCall[] = [];
  const record = (service: string) => {
    return <A extends { input: object }, R>(
      next: (args: A) => Promise<R>,
      { commandName = '' }: { commandName?: string },
    ) => {
      const name = commandName.replace(/Command$/, '');
      return (args: A) => {
        calls.push({ operation: `${service}:${name}`, arn: arnOf(service, name, args.input) });
        return next(args);
      };
    };
  };
  const step = { step: 'initialize' } as const;
  clients.lambda.middlewareStack.add(record('lambda'), step);
  clients.apiGateway.middlewareStack.add(record('apigateway'), step);
  clients.logs.middlewareStack.add(record('logs'), step);
  clients.cloudWatch.middlewareStack.add(record('monitoring'), step);
  const withS3 = {
    ...clients,
    async s3() {
      const client = await clients.s3();
      client.middlewareStack.add(record('s3'), { ...step, name: 'record', override: true });
      return client;
    },
  };
  return { clients: withS3, calls };
}

export function useEndpoint(t: ExecutionContext, url: string): void {
  const variables = {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: account,
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SDK_UA_APP_ID: runnerId,
  };
  const before = { ...process.env };
  Object.assign(process.env, variables);
  t.teardown(() => {
    process.env = before;
  });
}

const callInput = z
  .object({
    FunctionName: z.string(),
    Qualifier: z.string(),
    restApiId: z.string(),
    stageName: z.string(),
    deploymentId: z.string(),
    domainName: z.string(),
    basePath: z.string(),
    logGroupName: z.string(),
    logStreamName: z.string(),
    Bucket: z.string(),
    Key: z.string(),
  })
  .partial();

/** The resource of a call, as AWS names it when it refuses one. */
function arnOf(service: string, operation: string, input: object): string {
  const { FunctionName, Qualifier, ...of } = callInput.parse(input);
  if (service === 'lambda') {
    const qualifier = Qualifier === undefined ? '' : `:${Qualifier}`;
    return `arn:aws:lambda:${region}:${account}:function:${FunctionName ?? ''}${qualifier}`;
  }
  if (service === 'logs') {
    return `arn:aws:logs:${region}:${account}:log-group:${of.logGroupName ?? ''}:log-stream:${of.logStreamName ?? ''}`;
  }
  if (service === 's3') {
    const key = of.Key === undefined ? '' : `/${of.Key}`;
    return `arn:aws:s3:::${of.Bucket ?? ''}${key}`;
  }
  if (service === 'monitoring') {
    return '*';
  }
  if (of.domainName !== undefined) {
    const mapping = of.basePath === undefined ? '' : `/basepathmappings/${of.basePath}`;
    return `arn:aws:apigateway:${region}::/domainnames/${of.domainName}${mapping}`;
  }
  if (operation === 'GetRestApi') {
    return `arn:aws:apigateway:${region}::/restapis/${of.restApiId ?? ''}`;
  }
  const collection = operation.includes('Stage') ? 'stages' : 'deployments';
  const item = of.stageName ?? of.deploymentId;
  const path = item === undefined ? collection : `${collection}/${item}`;
  return `arn:aws:apigateway:${region}::/restapis/${of.restApiId ?? ''}/${path}`;
}
