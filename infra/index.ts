/** What `pulumi up` runs; the runner runs the same program in its own process. */
export { program as default } from './program.ts';
