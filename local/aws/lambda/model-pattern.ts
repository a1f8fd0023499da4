/**
 * A pattern of the API's model, for the `regex` of a schema.
 *
 * @param pattern as the API reference has it, which means the whole text
 * @returns what to match, and the constraint in AWS's words
 */
export function modelPattern(pattern: string): [RegExp, string] {
  return [
    new RegExp(`^(?:${pattern})$`),
    `Member must satisfy regular expression pattern: ${pattern}`,
  ];
}
