import { z } from 'zod';
import { hasStandbyStage } from './api-tier.ts';
import { parseAddress, type Addressed } from './domain-address.ts';
import { flag } from './flag.ts';
import { routingSettings } from './routing-settings.ts';
import { section } from './section.ts';

const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const name = `(?:${label}\\.)+${label}`;

const hostName = z
  .string()
  .regex(new RegExp(`^${name}$`), 'must be a name in lower case, such as api.example.com');

const address = z
  .string()
  .regex(
    new RegExp(`^${name}(?:/[A-Za-z0-9._~$-]{1,300})?$`),
    'must be a name in lower case, with one base path at most, such as api.example.com/v1',
  );

/** Names of its own by which a stack is called. */
export const domainSettings = section({
  targets: z
    .record(z.string(), address)
    .describe(
      'What each target is called: a name, or a name and a base path; targets left out keep the URL of their API stage.',
    ),
  zone: hostName
    .optional()
    .describe(
      'The public hosted zone, by its name, that gets the records; left out, you set them.',
    ),
  certificate: z
    .string()
    .regex(
      /^arn:[\w-]+:acm:[\w-]+:\d{12}:certificate\/[\w-]+$/,
      'must be the ARN of a certificate in ACM',
    )
    .optional()
    .describe('ARN of a certificate for all the names; left out, one is made for each.'),
  tlsPolicy: z
    .enum(['TLS_1_2', 'TLS_1_0'])
    .default('TLS_1_2')
    .describe('The oldest TLS that callers may speak.'),
  endpoint: z
    .enum(['regional', 'edge'])
    .default('regional')
    .describe('Whether callers reach the region, or CloudFront before it.'),
  disableExecuteApiEndpoint: flag
    .describe("Closes the API's own URLs, from the next promotion of each target on.")
    .prefault(false),
  routing: routingSettings
    .optional()
    .describe('To which of the `regions` a client is led; only and always with several.'),
  standby: hostName
    .optional()
    .describe(
      "A name by which candidates are tested where the API's own URLs are closed; nobody else is answered there.",
    ),
});

export type DomainSettings = z.infer<typeof domainSettings>;

type NamedStack = Pick<Addressed, 'targets'> & { readonly domain?: DomainSettings | undefined };

/**
 * What is wrong with a stack's names, seen together with its targets: AWS tells the same only while it makes
 * them, when a part is there already.
 */
export function domainProblems({ domain, targets }: NamedStack): string[] {
  if (domain === undefined) {
    return [];
  }
  const known = targets.map((target) => target.name);
  const problems = Object.keys(domain.targets)
    .filter((target) => !known.includes(target))
    .map(
      (target) =>
        `domain.targets.${target}: there is no such target; there are ${known.join(', ')}`,
    );
  const taken = new Map<string, string>();
  for (const [target, text] of Object.entries(domain.targets)) {
    const { name: host, basePath } = parseAddress(text);
    const at = `domain.targets.${target}`;
    const others = [...taken].filter(([other]) => parseAddress(other).name === host);
    const isShared = others.some(
      ([other]) => basePath === '' || parseAddress(other).basePath === '' || other === text,
    );
    const [first] = others;
    if (isShared && first !== undefined) {
      problems.push(
        `${at}: is ${text}, and target ${first[1]} is ${first[0]}: a name without a base path leads to one target alone, so give each a base path, or a name of its own`,
      );
    }
    if (host === domain.standby) {
      problems.push(`${at}: is below ${host}, which is domain.standby`);
    }
    if (domain.zone !== undefined && !isWithin(host, domain.zone)) {
      problems.push(`${at}: ${host} is not in the zone ${domain.zone}`);
    }
    taken.set(text, target);
  }
  if (domain.disableExecuteApiEndpoint) {
    problems.push(...unreachable({ domain, targets }));
  }
  return problems;
}

function unreachable({
  domain,
  targets,
}: NamedStack & { readonly domain: DomainSettings }): string[] {
  const unnamed = targets.filter((target) => domain.targets[target.name] === undefined);
  const hasStandby = targets.some((_, index) => hasStandbyStage(targets, index));
  return [
    ...unnamed.map(
      (target) =>
        `domain.disableExecuteApiEndpoint: target ${target.name} would have no URL: name it in domain.targets`,
    ),
    ...(hasStandby && domain.standby === undefined
      ? [
          'domain.disableExecuteApiEndpoint: candidates could not be tested before callers meet them: name domain.standby, or say standby: off for the targets',
        ]
      : []),
  ];
}

function isWithin(host: string, zone: string): boolean {
  return host === zone || host.endsWith(`.${zone}`);
}
