import { z } from 'zod';
import { advise, npmRun, type Next } from '../report/next.ts';

const certificate = z.object({
  type: z.literal('aws:acm/certificate:Certificate'),
  outputs: z.object({
    domainName: z.string(),
    domainValidationOptions: z.array(
      z.object({
        resourceRecordName: z.string(),
        resourceRecordType: z.string(),
        resourceRecordValue: z.string(),
      }),
    ),
  }),
});

/** As `infra/domain.ts` names what waits for a certificate. */
const waiting = /::aws:acm\/certificateValidation:CertificateValidation::(.+)-issued$/;

/** The certificates of a stack's domains, as the engine tells of them while it works. */
export class Certificates {
  /** By name, the records that prove it. */
  readonly #records = new Map<string, readonly string[]>();
  readonly #pending = new Set<string>();

  /** @param state of a resource, after it was made or read. */
  note(state: unknown): void {
    const { data } = certificate.safeParse(state);
    if (data !== undefined) {
      const { domainName, domainValidationOptions } = data.outputs;
      const records = domainValidationOptions.map(
        ({ resourceRecordName, resourceRecordType, resourceRecordValue }) =>
          `${resourceRecordName} ${resourceRecordType} ${resourceRecordValue}`,
      );
      this.#records.set(domainName, records);
    }
  }

  /** @param urn of a resource that could not be made. */
  noteFailure(urn: string | undefined): void {
    const [, name] = waiting.exec(urn ?? '') ?? [];
    if (name !== undefined) {
      this.#pending.add(name);
    }
  }

  /** What to do about those that were not issued in time; undefined where none is. */
  describePending(): { readonly problem: string; readonly next: Next } | undefined {
    if (this.#pending.size === 0) {
      return undefined;
    }
    const names = [...this.#pending];
    const records = names.flatMap((name) => this.#records.get(name) ?? []);
    return {
      problem: [
        `The certificate of ${names.join(', ')} is not issued yet, and nothing was moved. AWS issues it some minutes after this stands in the name's public DNS:`,
        ...records,
      ].join('\n  '),
      next: advise(
        npmRun('release'),
        'set what is missing, or if it stands in a hosted zone already, let the name’s registrar lead to that; then',
      ),
    };
  }
}
