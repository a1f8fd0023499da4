import { regionOf } from '../acm/lookup.ts';
import { covers, issueOnceValidated } from '../acm/validation.ts';
import type { Region } from '../region.ts';
import { badRequest } from './errors.ts';
import type { DomainName } from './state.ts';

/** CloudFront, by which an edge-optimised domain answers, takes certificates of this region. */
const edgeRegion = 'us-east-1';

/** @throws {AwsError} 400 unless the certificate is issued, for the name, and in the domain's region */
export function verifyCertificate(
  { name, type, certificateArn }: DomainName,
  region: Region,
): void {
  const wanted = type === 'EDGE' ? edgeRegion : region.region;
  const certificate = region.state.acm.certificates[certificateArn];
  if (certificate === undefined) {
    throw badRequest('The provided certificate does not exist.');
  }
  if (regionOf(certificate) !== wanted) {
    throw badRequest(
      `Invalid certificate ARN: ${certificateArn}. Certificate must be in '${wanted}'.`,
    );
  }
  issueOnceValidated(certificate, region);
  if (certificate.issuedAt === undefined) {
    throw badRequest('Unsupported certificate: its status is PENDING_VALIDATION, not ISSUED.');
  }
  if (!covers(certificate, name)) {
    throw badRequest('The domain name to be created is not covered by the provided certificate.');
  }
}
