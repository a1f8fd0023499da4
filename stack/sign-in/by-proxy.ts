/**
 * What an SDK client connects by. Each makes agents of its own, which know nothing of a proxy that Node.js goes by
 * (`runner/bootstrap/proxy.mjs`) unless they are told.
 */
export function byProxy() {
  const isTold = process.env.NODE_USE_ENV_PROXY === '1';
  const agent = isTold ? { proxyEnv: process.env } : {};
  return { httpAgent: agent, httpsAgent: agent };
}
