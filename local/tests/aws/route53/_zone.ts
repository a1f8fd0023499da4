import { randomUUID } from 'node:crypto';

import {
  ChangeResourceRecordSetsCommand,
  CreateHostedZoneCommand,
  DeleteHostedZoneCommand,
  ListResourceRecordSetsCommand,
  type Change,
  type ResourceRecordSet,
  type Route53Client,
} from '@aws-sdk/client-route-53';
import type { ExecutionContext } from 'ava';

/** A public zone of a name of its own below `name`, emptied and deleted with the test. */
export async function makeZone(
  t: ExecutionContext,
  client: Route53Client,
  name = `${randomUUID()}.test`,
): Promise<{ readonly id: string; readonly name: string }> {
  const { HostedZone } = await client.send(
    new CreateHostedZoneCommand({ Name: name, CallerReference: randomUUID() }),
  );
  const id = HostedZone?.Id?.replace('/hostedzone/', '') ?? '';
  t.teardown(async () => {
    const records = await recordsOf(client, id);
    const own = records.filter(({ Type = '' }) => !['NS', 'SOA'].includes(Type));
    if (own.length > 0) {
      await change(
        client,
        id,
        ...own.map((record) => ({ Action: 'DELETE' as const, ResourceRecordSet: record })),
      );
    }
    await client.send(new DeleteHostedZoneCommand({ Id: id }));
  });
  return { id, name };
}

export async function recordsOf(client: Route53Client, id: string): Promise<ResourceRecordSet[]> {
  const { ResourceRecordSets = [] } = await client.send(
    new ListResourceRecordSetsCommand({ HostedZoneId: id }),
  );
  return ResourceRecordSets;
}

/** Makes changes of a zone's records, all or none. */
export function change(client: Route53Client, id: string, ...Changes: Change[]) {
  return client.send(
    new ChangeResourceRecordSetsCommand({ HostedZoneId: id, ChangeBatch: { Changes } }),
  );
}
