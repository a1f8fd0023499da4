import test from 'ava';
import { findBackendRefusal } from '../../../../runner/pulumi/backend-refusal.ts';

// As pulumi v3.259.0 said them.
for (const [said, problem] of [
  [
    'getting stack configuration: get stack secrets manager: passphrase must be set with PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE environment variables',
    /^The stack's secrets are encrypted with a passphrase, and none is set$/,
  ],
  [
    'getting stack configuration: get stack secrets manager: incorrect passphrase',
    /^PULUMI_CONFIG_PASSPHRASE is not the passphrase/,
  ],
  [
    'PULUMI_ACCESS_TOKEN must be set for login during non-interactive CLI sessions',
    /^Nobody is logged in/,
  ],
  [
    'read ".pulumi/meta.yaml": blob (key ".pulumi/meta.yaml") (code=Unknown): operation error S3: GetObject, get identity: get credentials: failed to refresh cached credentials',
    /^The Pulumi backend cannot be read$/,
  ],
] as const) {
  test(`people are told of: ${said.slice(0, 60)}…`, (t) => {
    t.regex(findBackendRefusal(['another line', said])?.problem ?? '', problem);
  });
}

test('what is about something else stays as it is', (t) => {
  t.is(findBackendRefusal(['aws:lambda:Function resource has a problem']), undefined);
});
