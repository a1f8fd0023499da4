import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { byName } from '../by-name.ts';
import { notImplemented } from '../not-implemented.ts';
import type { RpcOperation } from '../operation.ts';
import type { Region } from '../region.ts';
import { list, tagList } from '../rpc/fields.ts';
import { certificateInUse, defineAcm, invalidDomain } from './errors.ts';
import { requireCertificate } from './lookup.ts';
import type { Certificate } from './state.ts';
import { issueOnceValidated } from './validation.ts';
import { certificateView } from './views.ts';

const one = z.object({ CertificateArn: z.string().min(20).max(2048) });

const requestCertificate = defineAcm({
  name: 'RequestCertificate',
  writes: true,
  input: z.object({
    DomainName: z.string().min(1).max(253),
    ValidationMethod: z.enum(['DNS', 'EMAIL', 'HTTP']).default('EMAIL'),
    SubjectAlternativeNames: list(z.string().min(1).max(253)).default([]),
    IdempotencyToken: z
      .string()
      .regex(/^\w{1,32}$/)
      .optional(),
    KeyAlgorithm: z.string().default('RSA_2048'),
    CertificateAuthorityArn: z.string().optional(),
    Options: z
      .object({
        CertificateTransparencyLoggingPreference: z.enum(['ENABLED', 'DISABLED']).optional(),
      })
      .default({}),
    Tags: tagList.optional(),
  }),
  run(input, region) {
    const { DomainName, ValidationMethod, CertificateAuthorityArn } = input;
    if (ValidationMethod !== 'DNS' || CertificateAuthorityArn !== undefined) {
      throw notImplemented('A certificate that is not validated by DNS');
    }
    const names = [...new Set([DomainName, ...input.SubjectAlternativeNames])].map((name) =>
      name.toLowerCase(),
    );
    const invalid = names.find(
      (name) => !/^(\*\.)?([a-z0-9-]{1,63}\.)+[a-z0-9-]{1,63}$/.test(name),
    );
    if (invalid !== undefined) {
      throw invalidDomain(invalid);
    }
    const known = findRequested(region, input.IdempotencyToken, names);
    if (known !== undefined) {
      return { CertificateArn: known.arn };
    }
    const arn = `arn:aws:acm:${region.region}:${region.account}:certificate/${randomUUID()}`;
    region.state.acm.certificates[arn] = {
      ...{ arn, domainName: names[0] ?? DomainName, names, createdAt: region.now() },
      ...(input.IdempotencyToken !== undefined && { idempotencyToken: input.IdempotencyToken }),
      keyAlgorithm: input.KeyAlgorithm.replace('_', '-'),
      transparencyLogging: input.Options.CertificateTransparencyLoggingPreference ?? 'ENABLED',
      tags: input.Tags ?? byName(),
    };
    return { CertificateArn: arn };
  },
});

const idempotentMs = 3_600_000;

/** A request with the same token and names within an hour is the same request. */
function findRequested(
  region: Region,
  token: string | undefined,
  names: readonly string[],
): Certificate | undefined {
  return Object.values(region.state.acm.certificates).find(
    (certificate) =>
      token !== undefined &&
      certificate.idempotencyToken === token &&
      isDeepStrictEqual([...certificate.names], names) &&
      region.now() - certificate.createdAt < idempotentMs,
  );
}

/** It may find the certificate validated, which is kept. */
const describeCertificate = defineAcm({
  name: 'DescribeCertificate',
  writes: true,
  input: one,
  run({ CertificateArn }, region) {
    const certificate = requireCertificate(region, CertificateArn);
    issueOnceValidated(certificate, region);
    const inUseBy = usersOf(CertificateArn, region);
    return { Certificate: certificateView(certificate, region, inUseBy) };
  },
});

const deleteCertificate = defineAcm({
  name: 'DeleteCertificate',
  writes: true,
  input: one,
  run({ CertificateArn }, region) {
    const { arn } = requireCertificate(region, CertificateArn);
    if (usersOf(arn, region).length > 0) {
      throw certificateInUse(arn);
    }
    Reflect.deleteProperty(region.state.acm.certificates, arn);
    return {};
  },
});

/** ARNs of the domains in this region that answer with a certificate. */
function usersOf(arn: string, { region, state }: Region): string[] {
  return Object.values(state.apigateway.domainNames)
    .filter(({ certificateArn }) => certificateArn === arn)
    .map(({ name }) => `arn:aws:apigateway:${region}::/domainnames/${name}`);
}

export const certificateOperations: readonly RpcOperation[] = [
  requestCertificate,
  describeCertificate,
  deleteCertificate,
];
