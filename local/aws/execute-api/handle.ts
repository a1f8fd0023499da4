import type { Region } from '../region.ts';
import { answerExchange } from './answer.ts';
import { forbidden, serverError } from './fixed-answers.ts';
import { openExchange } from './open-exchange.ts';
import type { ExecuteApiRequest, ExecuteApiResponse } from './types.ts';

/**
 * Answers a request to a stage's URL: the data plane of API Gateway. It never throws: whatever goes
 * wrong is answered as API Gateway documents it; what is not modelled is a 501 that says so.
 */
export async function handleExecuteApi(
  request: ExecuteApiRequest,
  region: Region,
): Promise<ExecuteApiResponse> {
  try {
    const exchange = openExchange(request, region, Math.random());
    return exchange === undefined ? forbidden() : await answerExchange(exchange);
  } catch (error) {
    return serverError(error);
  }
}
