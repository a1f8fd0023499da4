import {
  GetOpenIDConnectProviderCommand,
  ListOpenIDConnectProvidersCommand,
} from '@aws-sdk/client-iam';
import { z } from 'zod';
import { carries } from '../../stack/stack-tag.ts';
import type { Found, Planned, Search } from './planned.ts';

const providerInputs = z.object({ url: z.string() });

/** An account has one for each URL. That of another stack is not planned. */
export async function findOidcProvider(
  { iam, tag }: Search,
  { inputs }: Planned,
): Promise<Found | undefined> {
  const planned = providerInputs.safeParse(inputs);
  if (!planned.success) {
    return undefined;
  }
  const host = planned.data.url.replace('https://', '');
  const { OpenIDConnectProviderList = [] } = await iam.send(
    new ListOpenIDConnectProvidersCommand({}),
  );
  const arn = OpenIDConnectProviderList.map(({ Arn = '' }) => Arn).find((each) =>
    each.endsWith(`:oidc-provider/${host}`),
  );
  if (arn === undefined) {
    return undefined;
  }
  const { Tags = [] } = await iam.send(
    new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn }),
  );
  const tags = Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value]));
  return carries(tags, tag) ? { id: arn } : undefined;
}
