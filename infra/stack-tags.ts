import * as pulumi from '@pulumi/pulumi';
import { stackTag, toTags } from '../stack/stack-tag.ts';

/** By which a release knows what this stack made, also when Pulumi's state does not. */
export function stackTags(): Record<string, string> {
  return toTags(stackTag(pulumi.getProject(), pulumi.getStack()));
}
