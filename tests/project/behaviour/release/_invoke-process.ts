// A lambda tier that invokes the candidate once.

import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { lambdaTarget } from '../../../target.ts';

const { functionName, version } = lambdaTarget();
await new LambdaClient({}).send(
  new InvokeCommand({ FunctionName: functionName, Qualifier: version }),
);
