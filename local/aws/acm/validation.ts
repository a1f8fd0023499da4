import { createHash } from 'node:crypto';
import type { Region } from '../region.ts';
import { canonicalName } from '../route53/names.ts';
import { isPrivate } from '../route53/views.ts';
import type { Certificate } from './state.ts';

/** The CNAME record by which a name is proved to be the account's. */
export interface ValidationRecord {
  readonly name: string;
  readonly value: string;
}

/** It stays the same for an account and a name, so that a certificate made again is issued at once. */
export function validationRecord(account: string, name: string): ValidationRecord {
  const digest = (what: string) =>
    createHash('sha256')
      .update(`${account} ${base(name)} ${what}`)
      .digest('hex');
  return {
    name: `_${digest('name').slice(0, 32)}.${base(name)}.`,
    value: `_${digest('value').slice(0, 32)}.${digest('zone').replaceAll(/\d/g, '').slice(0, 10)}.acm-validations.aws.`,
  };
}

/** A wildcard is validated by the name that it is below. */
function base(name: string): string {
  return name.replace(/^\*\./, '');
}

/** Whether the record of a name stands in a public zone of the account. */
export function isValidated(name: string, { account, state }: Region): boolean {
  const wanted = validationRecord(account, name);
  const records = Object.values(state.route53.zones)
    .filter((zone) => !isPrivate(zone))
    .flatMap((zone) => zone.records);
  return records.some(
    (record) =>
      record.type === 'CNAME' &&
      record.name === canonicalName(wanted.name) &&
      record.values.some((value) => canonicalName(value) === canonicalName(wanted.value)),
  );
}

/** Issues a certificate once all its names are validated; from then on it stays issued. */
export function issueOnceValidated(certificate: Certificate, region: Region): void {
  if (certificate.issuedAt === undefined) {
    if (certificate.names.every((name) => isValidated(name, region))) {
      certificate.issuedAt = region.now();
    }
  }
}

/** Whether a certificate is for a name, or for all names beside it. */
export function covers({ names }: Certificate, name: string): boolean {
  const wildcard = name.replace(/^[^.]+/, '*');
  return names.includes(name) || names.includes(wildcard);
}
