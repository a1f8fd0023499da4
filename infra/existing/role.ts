import { ListRoleTagsCommand, paginateListRoles } from '@aws-sdk/client-iam';
import { z } from 'zod';
import { carries } from '../../stack/stack-tag.ts';
import type { Found, Planned, Search } from './planned.ts';

const roleInputs = z.object({ namePrefix: z.string() });

/** The provider completes a role's name, so it is known by what that begins with, and by its tag. */
export async function findRole(
  { iam, tag }: Search,
  { inputs }: Planned,
): Promise<Found | undefined> {
  const { namePrefix } = roleInputs.parse(inputs);
  for await (const { Roles = [] } of paginateListRoles({ client: iam }, {})) {
    for (const { RoleName = '' } of Roles.filter((role) => role.RoleName?.startsWith(namePrefix))) {
      const { Tags = [] } = await iam.send(new ListRoleTagsCommand({ RoleName }));
      const tags = Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value]));
      if (carries(tags, tag)) {
        return { id: RoleName };
      }
    }
  }
  return undefined;
}
