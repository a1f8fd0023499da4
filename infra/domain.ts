import type * as pulumi from '@pulumi/pulumi';
import { Certificate } from '@pulumi/aws/acm/certificate.js';
import { CertificateValidation } from '@pulumi/aws/acm/certificateValidation.js';
import { BasePathMapping } from '@pulumi/aws/apigateway/basePathMapping.js';
import { DomainName } from '@pulumi/aws/apigateway/domainName.js';
import { getZone } from '@pulumi/aws/route53/getZone.js';
import { Record } from '@pulumi/aws/route53/record.js';
import { addressesOf, domainUrl, formatAddress, type Address } from '../stack/domain-address.ts';
import { addressesIn, namesInRegion, type AddressInRegion } from '../stack/domain-routing.ts';
import type { DomainSettings } from '../stack/domain-settings.ts';
import { SettingsError, type StackSettings } from '../stack/settings.ts';
import type { Api } from './api.ts';
import { createRecords } from './domain-records.ts';
import type { Place } from './place.ts';
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
  readonly place: Pick<Place, 'region' | 'isHome' | 'called' | 'located'>;
  /** The region of `aws:region`. */
  readonly home: string;
  readonly api: Api;
  /** API stages that are there, by name. */
  readonly stages: ReadonlyMap<string, pulumi.Input<string | undefined>>;
  /** Of another engine than AWS. */
  readonly endpoint: string | undefined;
  /** What the home region made for all of them; there itself undefined. */
  readonly atHome?: AtHome | undefined;
}

/** What there is once of a name that several regions have. */
export interface AtHome {
  /** By name, what proves it for the certificates of all regions: it is the same for all. */
  readonly proofs: ReadonlyMap<string, Record>;
  /** Record sets stand beside those of other regions only once the home region's have a policy. */
  readonly records: readonly Record[];
}

export interface MadeDomains {
  /** By API stage. */
  readonly ways: ReadonlyMap<string, WayIn>;
  readonly made: AtHome;
}

/** CloudFront takes certificates of this region only. */
const edgeRegion = 'us-east-1';

/** A validation takes minutes; where nobody set the record yet, waiting for it helps nobody. */
const validation = { inZone: '10m', elsewhere: '1m' };

const validationTtlSeconds = 300;

/**
 * The names by which a stack is called in a region, each with a certificate, its records where the settings name a zone,
 * and a mapping for each address. A mapping leads to an API stage and stays there: what that serves is the
 * runner's. Names that callers know are protected as the API is; all are known to Pulumi by what they are, so that one
 * which is added changes nothing about the others.
 *
 * @returns the ways in, each by the name that leads to this region alone.
 * @throws {SettingsError} when there is no such public zone.
 */
export async function createDomains(
  settings: StackSettings,
  context: DomainContext,
): Promise<MadeDomains> {
  const { domain } = settings;
  const ways = new Map<string, WayIn>();
  const proofs = new Map<string, Record>();
  const names = namesInRegion(settings, context.place);
  if (domain === undefined || names.length === 0) {
    return { ways, made: { proofs, records: [] } };
  }
  const zoneId = domain.zone === undefined ? undefined : await findZone(domain.zone);
  const zone = { settings, domain, zoneId, context, proofs };
  const made = new Map(names.map((name) => [name, createDomain(name, zone)] as const));
  for (const address of addressesIn(settings, context.place)) {
    const stageName = context.stages.get(address.apiStage);
    const { own, name, apiStage } = address;
    if (stageName === undefined) {
      continue;
    }
    const mapped = { domain, stageName, context };
    const way = createWay(address, address, { ...mapped, of: made.get(name) });
    const ofRegion =
      own.name === name
        ? way
        : createWay(address, own, { ...mapped, of: made.get(own.name), isOwn: true });
    if (ofRegion !== undefined) {
      ways.set(apiStage, ofRegion);
    }
  }
  const records = [...made.values()].flatMap((each) => each.records);
  return { ways, made: { proofs, records } };
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

interface Zone {
  readonly settings: StackSettings;
  readonly domain: DomainSettings;
  readonly zoneId: string | undefined;
  readonly context: DomainContext;
  /** Where proofs are kept that are made. */
  readonly proofs: Map<string, Record>;
}

interface MadeDomain {
  readonly of: DomainName;
  /** Those that lead to it. */
  readonly records: readonly Record[];
}

function createDomain(name: string, zone: Zone): MadeDomain {
  const { settings, domain, context } = zone;
  const { called, located } = context.place;
  const isEdge = domain.endpoint === 'edge';
  const certificateArn = domain.certificate ?? createCertificate(name, zone);
  // Nobody but health checks and tests of a release is answered elsewhere, so the settings may do without it.
  const isForCallers = addressesOf(settings).some(
    (address) => address.name === name && !address.isStandby,
  );
  const known = name === domain.standby ? `${name}-standby` : name;
  const of = new DomainName(
    called(`${known}-domain`),
    {
      ...located,
      domainName: name,
      ...(isEdge ? { certificateArn } : { regionalCertificateArn: certificateArn }),
      securityPolicy: domain.tlsPolicy,
      endpointConfiguration: { types: isEdge ? 'EDGE' : 'REGIONAL', ipAddressType: 'dualstack' },
      tags: stackTags(),
    },
    { protect: isForCallers },
  );
  const alias = {
    name: targetOf(of, domain),
    zoneId: isEdge ? of.cloudfrontZoneId : of.regionalZoneId,
    evaluateTargetHealth: false,
  };
  const { zoneId } = zone;
  const records =
    zoneId === undefined
      ? []
      : createRecords({ name, known, zoneId, alias, isForCallers }, settings, context);
  return { of, records };
}

function targetOf(made: DomainName, { endpoint }: DomainSettings): pulumi.Output<string> {
  return endpoint === 'edge' ? made.cloudfrontDomainName : made.regionalDomainName;
}

/** One for each name and region: a certificate cannot get another name, and a new one is pending at first. */
function createCertificate(
  name: string,
  { domain, zoneId, context: { place, atHome }, proofs }: Zone,
): pulumi.Output<string> {
  const { called } = place;
  const located = domain.endpoint === 'edge' ? { region: edgeRegion } : place.located;
  const certificate = new Certificate(called(`${name}-certificate`), {
    ...{ domainName: name, validationMethod: 'DNS', tags: stackTags() },
    ...located,
  });
  const option = certificate.domainValidationOptions.apply(([first]) => first);
  const record =
    atHome?.proofs.get(name) ??
    (zoneId === undefined
      ? undefined
      : new Record(called(`${name}-validation`), {
          zoneId,
          name: option.apply((proof) => proof?.resourceRecordName ?? ''),
          type: option.apply((proof) => proof?.resourceRecordType ?? 'CNAME'),
          records: [option.apply((proof) => proof?.resourceRecordValue ?? '')],
          ttl: validationTtlSeconds,
          // An account and a name have one for ever: it may be there, and is the same.
          allowOverwrite: true,
        }));
  if (record !== undefined) {
    proofs.set(name, record);
  }
  return new CertificateValidation(
    called(`${name}-issued`),
    {
      certificateArn: certificate.arn,
      ...(record && { validationRecordFqdns: [record.fqdn] }),
      ...located,
    },
    { customTimeouts: { create: record ? validation.inZone : validation.elsewhere } },
  ).certificateArn;
}

interface Mapped {
  readonly of: MadeDomain | undefined;
  readonly domain: DomainSettings;
  readonly stageName: pulumi.Input<string | undefined>;
  readonly context: DomainContext;
  /** Whether the name leads to this region alone, beside one that all have. */
  readonly isOwn?: boolean;
}

/** @param called by which the way leads: the address that callers know, or its region's own */
function createWay(
  address: AddressInRegion,
  called: Address,
  { of, domain, stageName, context: { api, endpoint, place }, isOwn = false }: Mapped,
): WayIn | undefined {
  if (of === undefined) {
    return undefined;
  }
  const { apiStage, isStandby } = address;
  const { basePath } = called;
  const mapping = new BasePathMapping(
    place.called(`${apiStage}-${isOwn ? 'own-' : ''}mapping`),
    {
      ...place.located,
      restApi: api.restApi.id,
      stageName,
      domainName: of.of.domainName,
      ...(basePath !== '' && { basePath }),
    },
    { protect: !isStandby && !isOwn },
  );
  return {
    domain: formatAddress(address),
    url: mapping.domainName.apply(() => domainUrl(called, endpoint)),
    connectTo: endpoint === undefined ? targetOf(of.of, domain) : undefined,
  };
}
