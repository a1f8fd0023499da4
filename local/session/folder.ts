import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the embedded AWS and what belongs to it keep their files. All paths are absolute. */
export interface LocalFolder {
  /** The project's root. */
  readonly root: string;
  /** Holds all of the following: `.local`. */
  readonly dir: string;
  /** The embedded AWS's state. */
  readonly state: string;
  /** Where the running server is; absent when none runs. */
  readonly endpointFile: string;
  /** What commands sign with while a server runs; nobody else can read it. */
  readonly credentialsFile: string;
  readonly portFile: string;
  /** Where the page of `npm run local` is, with the token that opens it; nobody else can read it. */
  readonly pageFile: string;
  /** The server's log. */
  readonly log: string;
  /** The Pulumi backend of local stacks. */
  readonly pulumi: string;
  readonly pulumiHome: string;
}

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** @param dir instead of `.local` in the project's root: the environment variable `LOCAL_AWS_DIR` */
export function localFolder(dir = join(root, '.local')): LocalFolder {
  const absolute = resolve(dir);
  return {
    root,
    dir: absolute,
    state: join(absolute, 'state'),
    endpointFile: join(absolute, 'endpoint.json'),
    credentialsFile: join(absolute, 'credentials.json'),
    portFile: join(absolute, 'port'),
    pageFile: join(absolute, 'page.json'),
    log: join(absolute, 'aws.log'),
    pulumi: join(absolute, 'pulumi'),
    pulumiHome: join(absolute, 'pulumi-home'),
  };
}
