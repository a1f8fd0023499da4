/** The Node.js of a runtime, by its `AWS_EXECUTION_ENV`: 22 of `AWS_Lambda_nodejs22.x`. */
export function nodeMajor(executionEnvironment: string): number {
  return Number(/nodejs(\d+)\.x$/.exec(executionEnvironment)?.[1] ?? Infinity);
}
