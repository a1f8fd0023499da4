import type { Settings } from '../../stack/stack-file.ts';
import { UsageError } from '../errors.ts';

/**
 * The target that was named, or the one that stands for none.
 *
 * @throws {UsageError} when the stack has no target of that name.
 */
export function chooseTarget(
  { program, stack }: Settings,
  given: string | undefined,
  otherwise: 'first' | 'last',
): string {
  const names = program.targets.map(({ name }) => name);
  const target = given ?? names.at(otherwise === 'first' ? 0 : -1) ?? '';
  if (!names.includes(target)) {
    throw new UsageError(
      `Stack ${stack} has no target ${target}`,
      { text: `name one of its targets: --target ${names.join(' or --target ')}` },
      { resource: `stack ${stack}` },
    );
  }
  return target;
}
