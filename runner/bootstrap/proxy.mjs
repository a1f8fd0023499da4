// Behind a proxy. Pulumi, git, npm and the AWS CLI go by HTTPS_PROXY, HTTP_PROXY and NO_PROXY; Node.js does where it is
// told to.

const variables = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'];

/** The embedded AWS and Pulumi's engine, and what gives a machine or a container of AWS its credentials. */
const neverAsked = [
  ...['localhost', '.localhost', '127.0.0.1', '::1'],
  ...['169.254.169.254', '169.254.170.2', '169.254.170.23', 'fd00:ec2::254', 'fd00:ec2::23'],
];

/**
 * Lets this process and those that it starts go by the proxy that the environment names, if it names one that Node.js
 * knows how to ask. `NODE_USE_ENV_PROXY=0` goes without.
 */
export function goByProxy() {
  const { env } = process;
  const named = variables.filter((name) => env[name]);
  for (const name of named) {
    // As others understand it: `proxy.example.com:3128`.
    env[name] = env[name].includes('://') ? env[name] : `http://${env[name]}`;
  }
  if (named.length === 0 || !named.every((name) => isHttp(env[name]))) {
    return;
  }
  const own = (env.no_proxy ?? env.NO_PROXY ?? '').split(',').filter(Boolean);
  env.NO_PROXY = env.no_proxy = [...new Set([...own, ...neverAsked])].join(',');
  env.NODE_USE_ENV_PROXY ??= '1';
  if (env.NODE_USE_ENV_PROXY === '1') {
    // This one began without. An older Node.js hands over to one that begins with it.
    process.getBuiltinModule?.('node:http').setGlobalProxyFromEnv?.();
  }
}

function isHttp(url) {
  return URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol);
}
