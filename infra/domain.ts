import type * as pulumi from '@pulumi/pulumi';
import { Certificate } from '@pulumi/aws/acm/certificate.js';
import { CertificateValidation } from '@pulumi/aws/acm/certificateValidation.js';
import { BasePathMapping } from '@pulumi/aws/apigateway/basePathMapping.js';
import { DomainName } from '@pulumi/aws/apigateway/domainName.js';
import { getZone } from '@pulumi/aws/route53/getZone.js';
import { Record } from '@pulumi/aws/route53/record.js';
import {
  addressesOf,
  domainNamesOf,
  domainUrl,
  formatAddress,
  type AddressOfStage,
} from '../stack/domain-address.ts';
import type { DomainSettings } from '../stack/domain-settings.ts';
import { SettingsError, type StackSettings } from '../stack/settings.ts';
import type { Api } from './api.ts';
import { stackTags } from './stack-tags.ts';

/** How an API stage is called by its domain. */
export interface WayIn {
  /** `api.example.com/v1` */
  readonly domain: string;
  readonly url: pulumi.Output<string>;
  /** What the name leads to; undefined on another engine, whose URL needs no DNS. */
  readonly connectTo: pulumi.Output<string> | undefined;
}

export interface DomainContext {
  readonly api: Api;
  /** API stages that are there, by name. */
  readonly stages: ReadonlyMap<string, pulumi.Input<string | undefined>>;
  /** Of another engine than AWS. */
  readonly endpoint: string | undefined;
}

/** CloudFront takes certificates of this region only. */
const edgeRegion = 'us-east-1';

/** A validation takes minutes; where nobody set the record yet, waiting for it helps nobody. */
const validation = { inZone: '10m', elsewhere: '1m' };

const validationTtlSeconds = 300;

/**
 * The names by which a stack is called, each with a certificate, its records where the settings name a zone,
 * and a mapping for each address. A mapping leads to an API stage and stays there: what that serves is the
 * runner's. Names are protected as the API is, and known to Pulumi by what they are, so that one which is added
 * changes nothing about the others.
 *
 * @returns the ways in, by API stage.
 * @throws {SettingsError} when there is no such public zone.
 */
export async function createDomains(
  settings: StackSettings,
  context: DomainContext,
): Promise<ReadonlyMap<string, WayIn>> {
  const { domain } = settings;
  const ways = new Map<string, WayIn>();
  if (domain === undefined) {
    return ways;
  }
  const zoneId = domain.zone === undefined ? undefined : await findZone(domain.zone);
  const made = new Map(
    domainNamesOf(settings).map((name) => [name, createDomain(name, domain, zoneId)] as const),
  );
  for (const address of addressesOf(settings)) {
    const of = made.get(address.name);
    const stageName = context.stages.get(address.apiStage);
    if (of !== undefined && stageName !== undefined) {
      ways.set(address.apiStage, createWay(address, { of, domain, stageName, context }));
    }
  }
  return ways;
}

/** A private zone of the same name answers inside its VPCs only, so no caller would find what is in it. */
async function findZone(name: string): Promise<string> {
  try {
    return (await getZone({ name, privateZone: false })).zoneId;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new SettingsError([
      `domain.zone: ${name} is not one public hosted zone of this account (private ones do not count): ${why}`,
    ]);
  }
}

function createDomain(
  name: string,
  domain: DomainSettings,
  zoneId: string | undefined,
): DomainName {
  const isEdge = domain.endpoint === 'edge';
  const certificateArn = domain.certificate ?? createCertificate(name, { isEdge, zoneId });
  // Nobody but tests of a release is answered there, so the settings may do without it.
  const isStandby = name === domain.standby;
  const known = isStandby ? `${name}-standby` : name;
  const made = new DomainName(
    `${known}-domain`,
    {
      domainName: name,
      ...(isEdge ? { certificateArn } : { regionalCertificateArn: certificateArn }),
      securityPolicy: domain.tlsPolicy,
      endpointConfiguration: { types: isEdge ? 'EDGE' : 'REGIONAL', ipAddressType: 'dualstack' },
      tags: stackTags(),
    },
    { protect: !isStandby },
  );
  for (const type of zoneId === undefined ? [] : ['A', 'AAAA']) {
    new Record(
      `${known}-${type.toLowerCase()}`,
      {
        zoneId: zoneId ?? '',
        name,
        type,
        aliases: [
          {
            name: targetOf(made, domain),
            zoneId: isEdge ? made.cloudfrontZoneId : made.regionalZoneId,
            evaluateTargetHealth: false,
          },
        ],
      },
      { protect: !isStandby },
    );
  }
  return made;
}

function targetOf(made: DomainName, { endpoint }: DomainSettings): pulumi.Output<string> {
  return endpoint === 'edge' ? made.cloudfrontDomainName : made.regionalDomainName;
}

/** One for each name: a certificate cannot get another name, and a new one is pending at first. */
function createCertificate(
  name: string,
  { isEdge, zoneId }: { readonly isEdge: boolean; readonly zoneId: string | undefined },
): pulumi.Output<string> {
  const place = isEdge ? { region: edgeRegion } : {};
  const certificate = new Certificate(`${name}-certificate`, {
    ...{ domainName: name, validationMethod: 'DNS', tags: stackTags() },
    ...place,
  });
  const option = certificate.domainValidationOptions.apply(([first]) => first);
  const record =
    zoneId === undefined
      ? undefined
      : new Record(`${name}-validation`, {
          zoneId,
          name: option.apply((proof) => proof?.resourceRecordName ?? ''),
          type: option.apply((proof) => proof?.resourceRecordType ?? 'CNAME'),
          records: [option.apply((proof) => proof?.resourceRecordValue ?? '')],
          ttl: validationTtlSeconds,
          // An account and a name have one for ever: it may be there, and is the same.
          allowOverwrite: true,
        });
  return new CertificateValidation(
    `${name}-issued`,
    {
      certificateArn: certificate.arn,
      ...(record && { validationRecordFqdns: [record.fqdn] }),
      ...place,
    },
    { customTimeouts: { create: record ? validation.inZone : validation.elsewhere } },
  ).certificateArn;
}

interface Mapped {
  readonly of: DomainName;
  readonly domain: DomainSettings;
  readonly stageName: pulumi.Input<string | undefined>;
  readonly context: DomainContext;
}

function createWay(
  address: AddressOfStage,
  { of, domain, stageName, context: { api, endpoint } }: Mapped,
): WayIn {
  const { basePath, apiStage, isStandby } = address;
  const mapping = new BasePathMapping(
    `${apiStage}-mapping`,
    {
      restApi: api.restApi.id,
      stageName,
      domainName: of.domainName,
      ...(basePath !== '' && { basePath }),
    },
    { protect: !isStandby },
  );
  return {
    domain: formatAddress(address),
    url: mapping.domainName.apply(() => domainUrl(address, endpoint)),
    connectTo: endpoint === undefined ? targetOf(of, domain) : undefined,
  };
}
