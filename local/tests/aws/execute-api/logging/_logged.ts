import type { Region } from '../../../../aws/region.ts';
import { definition, method, mock, mockAnswering } from '../_api.ts';

export const served = definition({
  '/greeting': { GET: method(mockAnswering('hello')) },
  '/broken': { GET: method(mock({ integrationResponses: {} })) },
});

/** Logs are written after the turn of the event loop in which the answer was given. */
export async function logged(region: Region, group: string): Promise<string[]> {
  await new Promise((resolve) => setImmediate(resolve));
  const streams = [...region.logs.streams(group).values()];
  return streams.flatMap(({ events }) => events.map(({ message }) => message));
}
