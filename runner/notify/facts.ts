import { formatPair } from '../../stack/pair.ts';
import { labelOf } from '../../stack/target-label.ts';
import type { Announcement } from './announcement.ts';

/** Slack takes 3,000 characters of a section, and nobody reads as many. */
const mostCharacters = 500;

/** `Released: stack dev` */
export function headlineOf({ event, kind, stack, waiting = '' }: Announcement): string {
  const what = kind === 'release' ? 'Release' : 'Rollback';
  switch (event) {
    case 'started':
      return `${what} started: stack ${stack}`;
    case 'waiting for approval':
      return `Waiting for approval before ${waiting}: stack ${stack}`;
    case 'released':
      return `Released: stack ${stack}`;
    case 'put back':
      return `${what} put back: stack ${stack}`;
    case 'rolled back':
      return `Rolled back: stack ${stack}`;
    case 'failed':
      return `${what} failed: stack ${stack}`;
  }
}

/** The rest of it, a name and a text a line, for people. */
export function factsOf(announcement: Announcement): readonly (readonly [string, string])[] {
  const { kind, release, commit, subject, candidate, targets } = announcement;
  const serving = targets?.map((target) => `${labelOf(target)} ${formatPair(target.serves)}`);
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Why', announcement.problem],
    ['Put back', announcement.putBack.join(', ')],
    ['Serving', serving?.join(', ')],
    ['Candidate', candidate && formatPair(candidate)],
    ['Commit', [commit?.slice(0, 12) ?? [], subject ?? []].flat().join(' ')],
    [kind === 'release' ? 'Release' : 'Rollback', release],
    ['Next', announcement.next],
  ];
  return facts.flatMap(([name, text = '']) => (text === '' ? [] : [[name, cut(text)] as const]));
}

function cut(text: string): string {
  return text.length > mostCharacters ? `${text.slice(0, mostCharacters).toWellFormed()}…` : text;
}
