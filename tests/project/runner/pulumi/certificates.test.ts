import test from 'ava';
import { Certificates } from '../../../../runner/pulumi/certificates.ts';

const urn = (name: string) =>
  `urn:pulumi:local::project::aws:acm/certificateValidation:CertificateValidation::${name}-issued`;
const certificate = (domainName: string) => ({
  type: 'aws:acm/certificate:Certificate',
  outputs: {
    domainName,
    domainValidationOptions: [
      {
        resourceRecordName: `_a.${domainName}.`,
        resourceRecordType: 'CNAME',
        resourceRecordValue: '_b.acm-validations.aws.',
      },
    ],
  },
});

test('a certificate that is not issued is told with the record that proves its name', (t) => {
  const certificates = new Certificates();
  for (const name of ['api.example.test', 'other.example.test']) {
    certificates.note(certificate(name));
  }
  certificates.noteFailure(urn('api.example.test'));
  const pending = certificates.describePending();
  t.regex(pending?.problem ?? '', /certificate of api\.example\.test is not issued yet/);
  t.regex(pending?.problem ?? '', /_a\.api\.example\.test\. CNAME _b\.acm-validations\.aws\./);
  t.notRegex(pending?.problem ?? '', /other/);
});

test('what else fails is not about certificates', (t) => {
  const certificates = new Certificates();
  certificates.note(certificate('api.example.test'));
  certificates.note(undefined);
  certificates.noteFailure('urn:pulumi:local::project::aws:lambda/function:Function::function');
  certificates.noteFailure(undefined);
  t.is(certificates.describePending(), undefined);
});
