import {
  GetBasePathMappingCommand,
  GetDomainNameCommand,
  type APIGatewayClient,
  type DomainName,
} from '@aws-sdk/client-api-gateway';
import { domainUrl, formatAddress, type Address } from '../../stack/domain-address.ts';
import {
  addressesIn,
  namesInRegion,
  type AddressInRegion,
  type InRegion,
} from '../../stack/domain-routing.ts';
import { standbyStageOf } from '../../stack/names.ts';
import type { TargetOutputs } from '../../stack/outputs.ts';
import type { StackSettings } from '../../stack/settings.ts';
import { unlessMissing } from './aws-errors.ts';

/** What AWS has of the names that a stack's settings give. */
export interface Domains {
  /** What a target gives out of the addresses that lead to its API stages. */
  outputsOf(apiStage: string): Partial<TargetOutputs>;
  /** What `pulumi up` sets of them. */
  readonly live: unknown;
}

interface Mapped extends AddressInRegion {
  /** Of the name that leads to this region alone. */
  readonly domain: DomainName;
}

/**
 * Reads names and mappings of a region; an address that leads to nothing of this API is left out, as if it were not in
 * the settings yet.
 */
export async function readDomains(
  apiGateway: APIGatewayClient,
  settings: StackSettings,
  restApiId: string,
  place: InRegion,
): Promise<Domains> {
  const { endpoint } = settings;
  const names = await Promise.all(
    namesInRegion(settings, place).map(async (domainName) => {
      const read = apiGateway.send(new GetDomainNameCommand({ domainName }));
      return [domainName, await unlessMissing(read)] as const;
    }),
  );
  const domains = new Map(names);
  const found = await Promise.all(
    addressesIn(settings, place).map(async (address): Promise<Mapped[]> => {
      const { own, apiStage } = address;
      const domain = domains.get(own.name);
      const isOurs = domain && (await leadsTo(apiGateway, own, { apiStage, restApiId }));
      return isOurs ? [{ ...address, domain }] : [];
    }),
  );
  const byStage = new Map(found.flat().map((each) => [each.apiStage, each] as const));
  const wayTo = (apiStage: string) => {
    const mapped = byStage.get(apiStage);
    const connectTo =
      mapped?.domain.regionalDomainName ?? mapped?.domain.distributionDomainName ?? '';
    return (
      mapped && {
        address: formatAddress(mapped),
        url: domainUrl(mapped.own, endpoint),
        connectTo: endpoint === undefined && connectTo !== '' ? connectTo : undefined,
      }
    );
  };
  return {
    outputsOf(apiStage) {
      const serving = wayTo(apiStage);
      const tested = wayTo(standbyStageOf(apiStage));
      return {
        ...(serving && { url: serving.url, domain: serving.address }),
        ...(serving?.connectTo && { connectTo: serving.connectTo }),
        ...(tested && { standbyUrl: tested.url }),
        ...(tested?.connectTo && { standbyConnectTo: tested.connectTo }),
      };
    },
    live: [
      [...domains].map(([name, domain]) => [name, domain && settingsOf(domain)]),
      found.flat().map(formatAddress),
    ],
  };
}

/** Whether the mapping of an address is there, and leads to its API stage. */
async function leadsTo(
  apiGateway: APIGatewayClient,
  { name, basePath }: Address,
  { apiStage, restApiId }: { readonly apiStage: string; readonly restApiId: string },
): Promise<boolean> {
  const key = { domainName: name, basePath: basePath === '' ? '(none)' : basePath };
  const mapping = await unlessMissing(apiGateway.send(new GetBasePathMappingCommand(key)));
  return mapping?.restApiId === restApiId && mapping.stage === apiStage;
}

function settingsOf({ certificateArn, regionalCertificateArn, ...domain }: DomainName) {
  const { securityPolicy, endpointConfiguration, tags } = domain;
  return { certificateArn, regionalCertificateArn, securityPolicy, endpointConfiguration, tags };
}
