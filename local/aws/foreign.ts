import type { IncomingHttpHeaders } from 'node:http';

const loopbackHosts = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Says what is foreign about a request to the control plane. A browser sends a page's requests here
 * without asking, with the page's `Origin`; a name that an attacker points to this machine has his
 * `Host`.
 *
 * @param port where this server listens
 * @returns one sentence, or undefined for a request from this machine
 */
export function foreignPart(headers: IncomingHttpHeaders, port: number): string | undefined {
  const hosts = loopbackHosts.map((host) => `${host}:${String(port)}`);
  const { host = '', origin } = headers;
  if (!hosts.includes(host.toLowerCase())) {
    return `The embedded AWS takes requests to ${hosts.join(', ')} only, and this one is to ${JSON.stringify(host)}.`;
  }
  if (origin !== undefined && !hosts.some((own) => origin === `http://${own}`)) {
    return `The embedded AWS takes no requests of web pages, and this one is of ${JSON.stringify(origin)}.`;
  }
  return undefined;
}
