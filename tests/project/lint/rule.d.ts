import type { RuleTester } from 'oxlint/plugins-dev';

/** A rule as ESLint has them, which oxlint takes. */
export type Rule = Parameters<RuleTester['run']>[1];
