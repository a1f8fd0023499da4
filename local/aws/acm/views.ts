import type { Region } from '../region.ts';
import type { Certificate } from './state.ts';
import { isValidated, validationRecord } from './validation.ts';

const validMs = 198 * 24 * 3_600_000;

/** @param inUseBy ARNs of what answers with it */
export function certificateView(
  certificate: Certificate,
  region: Region,
  inUseBy: readonly string[],
): Record<string, unknown> {
  const { arn, domainName, names, createdAt, issuedAt, keyAlgorithm } = certificate;
  return {
    CertificateArn: arn,
    DomainName: domainName,
    SubjectAlternativeNames: names,
    DomainValidationOptions: names.map((name) => validationView(certificate, name, region)),
    Subject: `CN=${domainName}`,
    Issuer: 'Amazon',
    CreatedAt: new Date(createdAt),
    Status: issuedAt === undefined ? 'PENDING_VALIDATION' : 'ISSUED',
    KeyAlgorithm: keyAlgorithm,
    SignatureAlgorithm: 'SHA256WITHRSA',
    InUseBy: inUseBy,
    Type: 'AMAZON_ISSUED',
    RenewalEligibility: inUseBy.length > 0 ? 'ELIGIBLE' : 'INELIGIBLE',
    Options: { CertificateTransparencyLoggingPreference: certificate.transparencyLogging },
    ...(issuedAt !== undefined && {
      IssuedAt: new Date(issuedAt),
      NotBefore: new Date(issuedAt),
      NotAfter: new Date(issuedAt + validMs),
    }),
  };
}

function validationView({ issuedAt }: Certificate, name: string, region: Region) {
  const record = validationRecord(region.account, name);
  const isDone = issuedAt !== undefined || isValidated(name, region);
  return {
    DomainName: name,
    ValidationDomain: name,
    ValidationStatus: isDone ? 'SUCCESS' : 'PENDING_VALIDATION',
    ValidationMethod: 'DNS',
    ResourceRecord: { Name: record.name, Type: 'CNAME', Value: record.value },
  };
}
