import { program } from './program.ts';

/** What `pulumi up` runs; the runner runs the same program in its own process. */
export default () => program();
