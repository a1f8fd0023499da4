/**
 * The package that a path is of: `@img/sharp` of `…/node_modules/@img/sharp/lib/index.js`.
 *
 * @returns undefined for a file of no package.
 */
export function packageOf(path: string): string | undefined {
  return /.*(?:^|[\\/])node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/
    .exec(path)?.[1]
    ?.replace('\\', '/');
}

/** The package that an import names: `@img/sharp` of `@img/sharp/lib`; undefined for a path and a `#name`. */
export function packageOfImport(specifier: string): string | undefined {
  return /^(?![./#]|[a-z]+:)((?:@[^/]+\/)?[^/]+)/i.exec(specifier)?.[1];
}
