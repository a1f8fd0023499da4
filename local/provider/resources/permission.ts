import { z } from 'zod';
import type { AwsRegion } from '../aws-region.ts';
import { isSameFunction } from '../equality.ts';
import { ProviderError, unlessMissing } from '../errors.ts';
import { inTurn } from '../in-turn.ts';
import type { Properties } from '../properties.ts';
import { defineResource, type Live } from '../resource.ts';

const schema = z.strictObject({
  action: z.string(),
  eventSourceToken: z.string().optional(),
  function: z.string(),
  functionUrlAuthType: z.enum(['AWS_IAM', 'NONE']).optional(),
  principal: z.string(),
  principalOrgId: z.string().optional(),
  qualifier: z.string().optional(),
  region: z.string().optional(),
  sourceAccount: z.string().optional(),
  sourceArn: z.string().optional(),
  statementId: z.string().optional(),
  statementIdPrefix: z.string().optional(),
});

const policySchema = z.object({
  Statement: z.array(
    z.object({
      Sid: z.string(),
      Action: z.string(),
      Principal: z.union([z.string(), z.record(z.string(), z.string())]),
      Condition: z.record(z.string(), z.record(z.string(), z.string())).optional(),
    }),
  ),
});

interface StatementKey {
  readonly functionName: string;
  readonly qualifier: string | undefined;
  readonly statementId: string;
}

/** `aws:lambda/permission:Permission`: one statement in the policy of a function, or of one of its aliases. */
export const permission = defineResource({
  title: 'Lambda permission',
  schema,
  autoName: { property: 'statementId', maxLength: 100, prefixProperty: 'statementIdPrefix' },
  outputs: [],
  replaceOn: [
    'action',
    'eventSourceToken',
    'function',
    'functionUrlAuthType',
    'principal',
    'principalOrgId',
    'qualifier',
    'region',
    'sourceAccount',
    'sourceArn',
    'statementId',
    'statementIdPrefix',
  ],
  chosenByAws: ['region'],
  notReadable: ['statementIdPrefix'],
  equivalent: { function: isSameFunction },

  async create(region, inputs) {
    const { AddPermissionCommand } = await import('@aws-sdk/client-lambda');
    const client = await region.lambda;
    const key = keyOf('', inputs);
    // Statements that are added at the same time get lost on AWS (trap D13).
    await inTurn(key.functionName, async () =>
      client.send(
        new AddPermissionCommand({
          FunctionName: key.functionName,
          Qualifier: key.qualifier,
          StatementId: key.statementId,
          Action: inputs.action,
          Principal: inputs.principal,
          EventSourceToken: inputs.eventSourceToken,
          FunctionUrlAuthType: inputs.functionUrlAuthType,
          PrincipalOrgID: inputs.principalOrgId,
          SourceAccount: inputs.sourceAccount,
          SourceArn: inputs.sourceArn,
        }),
      ),
    );
    return key.statementId;
  },

  async read(region, id, known): Promise<Live | undefined> {
    const key = keyOf(id, known);
    const statement = await findStatement(region, key);
    return statement && { id: key.statementId, properties: statement };
  },

  async delete(region, id, state) {
    const { RemovePermissionCommand } = await import('@aws-sdk/client-lambda');
    const client = await region.lambda;
    const key = keyOf(id, state);
    await inTurn(key.functionName, () =>
      unlessMissing(
        client.send(
          new RemovePermissionCommand({
            FunctionName: key.functionName,
            Qualifier: key.qualifier,
            StatementId: key.statementId,
          }),
        ),
      ),
    );
  },
});

async function findStatement(
  region: AwsRegion,
  { functionName, qualifier, statementId }: StatementKey,
): Promise<Properties | undefined> {
  const { GetPolicyCommand } = await import('@aws-sdk/client-lambda');
  const client = await region.lambda;
  const answer = await unlessMissing(
    client.send(new GetPolicyCommand({ FunctionName: functionName, Qualifier: qualifier })),
  );
  if (answer?.Policy === undefined) {
    return undefined;
  }
  const { Statement } = policySchema.parse(JSON.parse(answer.Policy));
  const statement = Statement.find(({ Sid }) => Sid === statementId);
  if (statement === undefined) {
    return undefined;
  }
  const { Action, Principal, Condition } = statement;
  return {
    action: Action,
    function: functionName,
    principal: typeof Principal === 'string' ? Principal : (Principal.AWS ?? Principal.Service),
    qualifier,
    statementId,
    eventSourceToken: Condition?.StringEquals?.['lambda:EventSourceToken'],
    functionUrlAuthType: Condition?.StringEquals?.['lambda:FunctionUrlAuthType'],
    principalOrgId: Condition?.StringEquals?.['aws:PrincipalOrgID'],
    sourceAccount: Condition?.StringEquals?.['AWS:SourceAccount'],
    sourceArn: Condition?.ArnLike?.['AWS:SourceArn'],
  };
}

// An id is the statement's; an import says where it is: FUNCTION/STATEMENT or FUNCTION:QUALIFIER/STATEMENT.
function keyOf(id: string, known: Properties): StatementKey {
  const { function: functionName, qualifier, statementId } = known;
  if (typeof functionName === 'string') {
    return {
      functionName,
      qualifier: typeof qualifier === 'string' && qualifier !== '' ? qualifier : undefined,
      statementId: typeof statementId === 'string' ? statementId : id,
    };
  }
  const [, name, alias, statement] = /^([^/:]+)(?::([^/]+))?\/([^/]+)$/.exec(id) ?? [];
  if (name === undefined || statement === undefined) {
    throw new ProviderError(
      `"${id}" is not a permission's id: expected FUNCTION_NAME/STATEMENT_ID or FUNCTION_NAME:QUALIFIER/STATEMENT_ID`,
    );
  }
  return { functionName: name, qualifier: alias, statementId: statement };
}
