const partitions = /^(?:aws(?:-[a-z]+)*|\*)$/;

const iamPaths = [
  'user/',
  'federated-user/',
  'role/',
  'group/',
  'instance-profile/',
  'mfa/',
  'server-certificate/',
  'policy/',
  'sms-mfa/',
  'saml-provider/',
  'oidc-provider/',
  'report/',
  'access-report/',
];

/** What is wrong with a resource of a policy, in IAM's words. */
export function resourceFault(resource: string): string | undefined {
  if (resource === '*') {
    return undefined;
  }
  const [, partition, service, region = '', account = '', ...last] = resource.split(':');
  if (partition === undefined) {
    return `Resource ${resource} must be in ARN format or "*".`;
  }
  if (!partitions.test(partition)) {
    return `Partition "${partition}" is not valid for resource "${normalized(resource)}".`;
  }
  if (service === undefined) {
    return 'Resource vendor must be fully qualified and cannot contain regexes.';
  }
  const path = last.join(':');
  if (service === 'iam') {
    return iamFault(resource, region, path);
  }
  return service === 's3' && region !== '' && account === ''
    ? `Resource ${resource} can not contain region information.`
    : undefined;
}

function iamFault(resource: string, region: string, path: string): string | undefined {
  if (region !== '') {
    return `IAM resource ${resource} cannot contain region information.`;
  }
  return path === '*' || path === 'root' || iamPaths.some((start) => path.startsWith(start))
    ? undefined
    : `IAM resource path must either be "*", root, or start with ${iamPaths.join(', ')}.`;
}

/** As an ARN, with `*` for the parts that are not there. */
function normalized(resource: string): string {
  const [, partition = '', first = '*', second = '*', third = '*', ...others] = resource.split(':');
  const rest = others.length > 0 ? others.join(':') : '*';
  return `arn:${partition}:${first}:${second}:${third}:${rest}`;
}

/** Whether IAM's older parser reads a resource: one with an empty part has all six, and it names a service. */
export function isLegacyResource(resource: string): boolean {
  const parts = resource.split(':');
  return resource === '*' || ((parts.length >= 6 || !resource.includes('::')) && parts[2] !== '');
}
