import { z } from 'zod';
import { section } from './section.ts';

/** The name, and since July 2026 with the ids that nobody else can get: `OWNER@1/NAME@2`. */
const repository = z
  .string()
  .regex(
    /^[\w.-]+(@\d+)?\/[\w.-]+(@\d+)?$/,
    'must be OWNER/NAME, or with their ids OWNER@1/NAME@2, as GitHub says it in its tokens',
  );

const environment = z
  .string()
  .regex(/^[\w.-]+$/, 'must be letters, digits, dots, dashes and underscores');

const github = section({
  repository: repository.describe('The repository that releases.'),
  environments: z
    .array(environment)
    .min(1)
    .default(['stage', 'prod'])
    .describe('Its environments; a job of no other may release.'),
});

/** What releases a stack besides people. */
export const ciSettings = section({
  github: github
    .optional()
    .describe('GitHub Actions: makes a role that jobs of this repository may take.'),
});

export type GithubSettings = z.infer<typeof github>;
