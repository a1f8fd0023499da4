import {
  AddTagsToCertificateCommand,
  ListTagsForCertificateCommand,
  RemoveTagsFromCertificateCommand,
} from '@aws-sdk/client-acm';
import test from 'ava';

import { startEmbedded } from '../../_helpers/embedded.ts';
import { requestCertificate } from './_certificate.ts';

test('tags of a certificate are added, changed and taken away', async (t) => {
  const { clients } = await startEmbedded(t);
  const CertificateArn = await requestCertificate(t, clients, 'api.example.test');
  const tag = (Key: string, Value: string) => ({ Key, Value });
  const Tags = [tag('a', '1'), tag('b', '2')];
  await clients.acm.send(new AddTagsToCertificateCommand({ CertificateArn, Tags }));
  await clients.acm.send(
    new RemoveTagsFromCertificateCommand({ CertificateArn, Tags: [tag('a', '1')] }),
  );
  const read = await clients.acm.send(new ListTagsForCertificateCommand({ CertificateArn }));
  t.deepEqual(read.Tags, [tag('b', '2')]);
});
