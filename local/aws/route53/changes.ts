import type { RestOperation } from '../operation.ts';
import type { Region } from '../region.ts';
import { label, operation } from '../rest/operation.ts';
import { noSuchChange } from './errors.ts';
import { newId } from './ids.ts';

/** Changes of zones and records, which here every name server has at once. */
export const changeOperations: readonly RestOperation[] = [
  operation('GetChange', 'GET /2013-04-01/change/{Id}', (request, { state: { route53 } }) => {
    const id = label(request, 'Id');
    const submitted = route53.changes[id];
    if (submitted === undefined) {
      throw noSuchChange(id);
    }
    return { body: { GetChangeResponse: { ChangeInfo: changeView(id, submitted) } } };
  }),
];

/** Notes a change that was made. @returns what an answer tells of it */
export function submit(region: Region): { readonly ChangeInfo: Record<string, unknown> } {
  const id = newId('C');
  const now = region.now();
  region.state.route53.changes[id] = now;
  return { ChangeInfo: changeView(id, now) };
}

function changeView(id: string, submitted: number): Record<string, unknown> {
  return { Id: `/change/${id}`, Status: 'INSYNC', SubmittedAt: new Date(submitted) };
}
