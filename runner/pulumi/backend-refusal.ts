import type { Next } from '../report/next.ts';

/** What is wrong with where Pulumi keeps its state, for people. */
export interface BackendRefusal {
  readonly problem: string;
  readonly next: Next;
}

/**
 * What the CLI says of the state's backend before it asks it anything. It has no names for its errors, and the
 * sentences are its own (pulumi v3.259.0): of another version this falls back on what it said.
 */
const refusals: readonly (readonly [said: RegExp, refusal: BackendRefusal])[] = [
  [
    /passphrase must be set with PULUMI_CONFIG_PASSPHRASE/,
    {
      problem: "The stack's secrets are encrypted with a passphrase, and none is set",
      next: {
        text: 'set PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE, to the one that pulumi stack init was given (empty where it was left empty), then run the command again',
      },
    },
  ],
  [
    /incorrect passphrase/,
    {
      problem: "PULUMI_CONFIG_PASSPHRASE is not the passphrase of the stack's secrets",
      next: {
        text: 'set it to the one that pulumi stack init was given, then run the command again',
      },
    },
  ],
  [
    /PULUMI_ACCESS_TOKEN must be set for login/,
    {
      problem: 'Nobody is logged in to the Pulumi backend',
      next: {
        text: 'log in where the state of the stack is (pulumi login, pulumi login s3://BUCKET), or set PULUMI_ACCESS_TOKEN, or PULUMI_BACKEND_URL=s3://BUCKET; then run the command again',
      },
    },
  ],
  [
    /^read ".pulumi\/meta.yaml": /,
    {
      problem: 'The Pulumi backend cannot be read',
      next: {
        text: 'the bucket is read with the credentials and the region of the environment (AWS_PROFILE, AWS_REGION), not with those of the stack: check both, and that the bucket is there; then run the command again',
      },
    },
  ],
];

/**
 * @param problems what the CLI said, a line each.
 * @returns undefined when it was about something else.
 */
export function findBackendRefusal(problems: readonly string[]): BackendRefusal | undefined {
  return refusals.find(([said]) => problems.some((problem) => said.test(problem)))?.[1];
}
