/** Of a target, as `pulumi up` gave it out. */
export function targetOutputs(name: string) {
  return {
    alias: name.toUpperCase(),
    aliasArn: 'arn',
    apiStage: name,
    url: `https://api.test/${name}`,
  };
}

/** Of a region with these targets. */
export function regionOutputs<Name extends string>(...names: readonly Name[]) {
  return {
    functionName: 'greeting',
    functionArn: 'arn',
    restApiId: 'a1b2c3',
    deploymentId: 'd4e5f6',
    targets: Object.fromEntries(names.map((name) => [name, targetOutputs(name)])) as Record<
      Name,
      ReturnType<typeof targetOutputs>
    >,
  };
}
