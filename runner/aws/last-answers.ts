import {
  APIGatewayClient,
  type ServiceOutputTypes as ApiGatewayOutput,
} from '@aws-sdk/client-api-gateway';
import { LambdaClient, type ServiceOutputTypes as LambdaOutput } from '@aws-sdk/client-lambda';
import type { Clients } from './clients.ts';

export type Readers = Pick<Clients, 'lambda' | 'apiGateway'>;

/**
 * Remembers what AWS answers from now on about aliases and API stages, and whatever else is read.
 *
 * @returns clients that answer a read by what AWS said last, without asking it; they fail where it said
 *   nothing. A write counts as the newest answer about what it changed.
 */
export function rememberAnswers({ lambda, apiGateway }: Readers): Readers {
  const remembered = {
    lambda: new LambdaClient(neverUsed),
    apiGateway: new APIGatewayClient(neverUsed),
  };
  const ofLambda = new Memory<LambdaOutput>();
  lambda.middlewareStack.add(ofLambda.remember, place);
  remembered.lambda.middlewareStack.add(ofLambda.recall, place);
  const ofApiGateway = new Memory<ApiGatewayOutput>();
  apiGateway.middlewareStack.add(ofApiGateway.remember, place);
  remembered.apiGateway.middlewareStack.add(ofApiGateway.recall, place);
  return remembered;
}

const neverUsed = { region: 'none', credentials: { accessKeyId: '-', secretAccessKey: '-' } };
const place = { step: 'initialize' } as const;

interface Arguments {
  readonly input: object;
}

interface Called {
  readonly commandName?: string;
}

interface Answer<Output> {
  readonly output: Output;
  readonly response: unknown;
}

class Memory<Output extends object> {
  readonly #answers = new Map<string, Output>();

  readonly remember = <A extends Arguments>(
    next: (args: A) => Promise<Answer<Output>>,
    { commandName = '' }: Called,
  ) => {
    return async (args: A) => {
      const answer = await next(args);
      this.#answers.set(subjectOf(commandName, args.input), answer.output);
      return answer;
    };
  };

  readonly recall = (_next: unknown, { commandName = '' }: Called) => {
    return ({ input }: Arguments) => {
      const output = this.#answers.get(subjectOf(commandName, input));
      return output === undefined
        ? Promise.reject(new Error(`AWS did not answer ${commandName} before`))
        : Promise.resolve({ output, response: undefined });
    };
  };
}

/** What an answer is about. */
function subjectOf(commandName: string, input: object): string {
  switch (commandName) {
    case 'GetAliasCommand':
    case 'CreateAliasCommand':
    case 'UpdateAliasCommand':
      return `alias ${valuesOf(input, 'FunctionName', 'Name')}`;
    case 'GetStageCommand':
    case 'UpdateStageCommand':
      return `API stage ${valuesOf(input, 'restApiId', 'stageName')}`;
    default:
      return `${commandName} ${JSON.stringify(input)}`;
  }
}

function valuesOf(input: object, ...keys: readonly string[]): string {
  const values = new Map(Object.entries(input));
  return JSON.stringify(keys.map((key): unknown => values.get(key)));
}
