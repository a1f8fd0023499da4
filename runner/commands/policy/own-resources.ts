import { unknownTypes } from '../../../stack/policy/own-resources.ts';
import type { OwnResource } from '../../../stack/policy/own/need.ts';
import type { PolicyScope } from '../../../stack/policy/resources/scope.ts';
import type { Settings } from '../../../stack/stack-file.ts';
import { shortNameOf } from '../../../stack/stack-name.ts';
import { readConfig } from '../read-settings.ts';
import { say } from '../tell.ts';
import { messageOf } from '../../errors.ts';

/** What `infra/own.ts` makes in this stack; says of which nobody here knows the permissions. */
export async function findOwnResources(
  { stack, release }: Settings,
  scope: PolicyScope,
): Promise<readonly OwnResource[]> {
  const { listOwnResources } = await import('../../../infra/list-own.ts');
  try {
    const own = await listOwnResources(scope, {
      stack: shortNameOf(stack),
      config: asTexts(readConfig(stack)),
      headers: Object.keys(release.headers),
    });
    const unknown = unknownTypes(own);
    if (unknown.length > 0) {
      say(`Not in them: what Pulumi needs for ${unknown.join(', ')} of infra/own.ts. Add it.`);
    }
    return own;
  } catch (error) {
    const why = messageOf(error);
    say(
      `Not in them: what Pulumi needs for infra/own.ts, which does not run without AWS (${why}). Add it.`,
    );
    return [];
  }
}

/** As Pulumi hands a configuration to a program; what is encrypted is not needed here. */
function asTexts(config: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : JSON.stringify(withoutSecrets(value)),
    ]),
  );
}

function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutSecrets);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const entries = Object.entries(value);
  return Object.keys(value).join() === 'secure'
    ? 'secret'
    : Object.fromEntries(entries.map(([key, inner]) => [key, withoutSecrets(inner)]));
}
