import { type IAMClient, ListRoleTagsCommand, paginateListRoles } from '@aws-sdk/client-iam';
import { z } from 'zod';
import { carries } from '../../stack/stack-tag.ts';
import { unlessMissing, type Found, type Planned, type Search } from './planned.ts';

/** The plan of a role with a prefix may have a name, too: one that the provider made up for this plan. */
const roleInputs = z.union([z.object({ namePrefix: z.string() }), z.object({ name: z.string() })]);

/** The provider completes the name of a role of the program, so it is known by what that begins with, and by its tag. */
export async function findRole(
  { iam, tag }: Search,
  { inputs }: Planned,
): Promise<Found | undefined> {
  const planned = roleInputs.safeParse(inputs);
  if (!planned.success) {
    return undefined;
  }
  const names =
    'namePrefix' in planned.data ? listRoles(iam, planned.data.namePrefix) : [planned.data.name];
  for await (const RoleName of names) {
    const tagged = await unlessMissing(iam.send(new ListRoleTagsCommand({ RoleName })));
    const tags = (tagged?.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value] as const);
    if (carries(Object.fromEntries(tags), tag)) {
      return { id: RoleName };
    }
  }
  return undefined;
}

async function* listRoles(iam: IAMClient, prefix: string): AsyncGenerator<string> {
  for await (const { Roles = [] } of paginateListRoles({ client: iam }, {})) {
    yield* Roles.flatMap(({ RoleName }) => (RoleName?.startsWith(prefix) ? [RoleName] : []));
  }
}
