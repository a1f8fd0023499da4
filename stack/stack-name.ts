import { project } from './project.ts';

/**
 * The last part of a stack's name, which may also be given as Pulumi knows it in full, `ORG/PROJECT/dev`, or
 * `ORG/dev` (https://www.pulumi.com/docs/iac/concepts/stacks).
 */
export function shortNameOf(stack: string): string {
  return stack.split('/').at(-1) ?? '';
}

/** `Pulumi.dev.yaml` */
export function stackFileOf(stack: string): string {
  return `Pulumi.${shortNameOf(stack)}.yaml`;
}

/** @returns why it is no name of a stack of this project; undefined when it is one. */
export function refuseStackName(stack: string): string | undefined {
  const parts = stack.split('/');
  if (parts.length > 3 || !parts.every((part) => /^(?!\.+$)[\w.-]+$/.test(part))) {
    return `${stack} is no name of a stack: those are NAME, ORG/NAME and ORG/PROJECT/NAME`;
  }
  const [, named = project] = parts.length === 3 ? parts : [];
  return named === project
    ? undefined
    : `Stack ${stack} is of the project ${named}, and this is ${project}`;
}
