import test from 'ava';

/**
 * For tests that need a clock, files, faults, callers or an account of their own: skipped when the tests
 * run against another endpoint.
 */
export const testEmbedded = (process.env.CONFORMANCE_ENDPOINT ?? '') === '' ? test : test.skip;
