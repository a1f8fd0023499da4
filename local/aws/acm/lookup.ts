import type { Region } from '../region.ts';
import { certificateNotFound } from './errors.ts';
import type { Certificate } from './state.ts';

/** A certificate of this region. @throws {AwsError} `ResourceNotFoundException` 400 */
export function requireCertificate(region: Region, arn: string): Certificate {
  const certificate = region.state.acm.certificates[arn];
  if (certificate === undefined || regionOf(certificate) !== region.region) {
    throw certificateNotFound(arn, region.account);
  }
  return certificate;
}

/** `eu-west-1` */
export function regionOf({ arn }: Certificate): string {
  return arn.split(':')[3] ?? '';
}
