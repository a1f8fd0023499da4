/** A file of the deployment package. */
export interface PackedFile {
  /** Its path in the zip, with slashes: `node_modules/sharp/lib/index.js`. */
  readonly path: string;
  readonly contents: Uint8Array;
  readonly isExecutable?: boolean;
}

/** How much of the deployment package one package, or one file of the function's own, takes. */
export interface Share {
  /** `zod`, or `handler.ts`. */
  readonly name: string;
  readonly bytes: number;
}

/** What came of bundling, in no order. */
export interface Packed {
  readonly files: readonly PackedFile[];
  readonly shares: readonly Share[];
}
