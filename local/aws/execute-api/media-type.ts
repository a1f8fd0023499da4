/** `application/json; charset=utf-8` without its parameters; none means JSON. */
export function mediaType(contentType: string | undefined): string {
  const type = contentType?.split(';')[0]?.trim().toLowerCase();
  return type === undefined || type === '' ? 'application/json' : type;
}

/**
 * Whether a `Content-Type` or an `Accept` header names one of an API's binary media types; of several
 * accepted types the first decides, as API Gateway documents.
 */
export function isBinary(header: string | undefined, binaryMediaTypes: readonly string[]): boolean {
  if (binaryMediaTypes.length === 0) {
    return false;
  }
  const type = mediaType(header?.split(',')[0]);
  return binaryMediaTypes.some((binary) => {
    const pattern = mediaType(binary);
    if (pattern.startsWith('*/')) {
      // Of the wildcards for a type, AWS has only the one for all.
      return pattern === '*/*';
    }
    return pattern.endsWith('/*') ? type.startsWith(pattern.slice(0, -1)) : type === pattern;
  });
}
