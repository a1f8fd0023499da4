import { GetFunctionCommand, InvokeCommand } from '@aws-sdk/client-lambda';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import test from 'ava';
import type { ExecutionContext } from 'ava';

import { testSecret } from '../_helpers/account.ts';
import { clientsOf } from '../_helpers/clients.ts';
import { startEmbedded } from '../_helpers/embedded.ts';
import { presigned, signed, signedFetch } from '../_helpers/signed-fetch.ts';
import { activeFunction, setUp } from './lambda/_helpers/functions.ts';

const known = 'LOCAL0123456789ABCDEF';
const secret = 'a secret of this session';
const secrets = (key: string): string | undefined => (key === known ? secret : undefined);

const functions = '/2015-03-31/functions/';
const whoAmI = '/?Action=GetCallerIdentity&Version=2011-06-15';
const mine = { accessKeyId: known, secretAccessKey: secret };
const minute = 60_000;

interface Refusal {
  readonly status?: number;
  /** What services of REST-JSON answer, and what those of the query protocol do. */
  readonly rest: string;
  readonly query: string;
  readonly message: RegExp;
}

const invalidToken: Refusal = {
  rest: 'UnrecognizedClientException',
  query: 'InvalidClientTokenId',
  message: /^The security token included in the request is invalid\.$/,
};
const mismatch: Refusal = {
  rest: 'InvalidSignatureException',
  query: 'SignatureDoesNotMatch',
  message: /^The request signature we calculated does not match the signature you provided\./,
};

/** Sends the same to Lambda and to STS, which both have to refuse it. */
async function bothRefuse(
  t: ExecutionContext,
  send: (url: string, service: string) => Promise<Response>,
  { status = 403, rest, query, message }: Refusal,
): Promise<void> {
  const { url, aws } = await startEmbedded(t, { credentials: secrets });
  const fromLambda = await send(`${url}${functions}`, 'lambda');
  t.is(fromLambda.status, status);
  t.is(fromLambda.headers.get('x-amzn-errortype'), rest);
  const body = (await fromLambda.json()) as Record<string, string>;
  t.regex(body.message ?? body.Message ?? '', message);
  const fromSts = await send(`${url}${whoAmI}`, 'sts');
  t.is(fromSts.status, status);
  t.regex(await fromSts.text(), new RegExp(`<Code>${query}</Code>`));
  const admin = await send(`${url}/_local/calls`, 'local');
  t.is(admin.status, status);
  t.deepEqual(
    aws.calls.list().map((call) => call.status),
    [status, status],
  );
}

test('without a signature: MissingAuthenticationToken', async (t) => {
  await bothRefuse(t, (url) => fetch(url), {
    rest: 'MissingAuthenticationTokenException',
    query: 'MissingAuthenticationToken',
    message: /^Missing Authentication Token$/,
  });
});

test('by a key that is not of this session: the token is invalid', async (t) => {
  const send = (url: string, service: string) =>
    signedFetch(url, {}, { ...mine, service, accessKeyId: 'AKIAIOSFODNN7EXAMPLE' });
  await bothRefuse(t, send, invalidToken);
});

test('by another secret: the signature does not match', async (t) => {
  const send = (url: string, service: string) =>
    signedFetch(url, {}, { ...mine, service, secretAccessKey: `${secret}.` });
  await bothRefuse(t, send, mismatch);
});

test('another query than the signed one: the signature does not match', async (t) => {
  const send = async (url: string, service: string) =>
    fetch(`${url}${url.includes('?') ? '&' : '?'}x=1`, await signed(url, {}, { ...mine, service }));
  await bothRefuse(t, send, mismatch);
});

test('another method than the signed one: the signature does not match', async (t) => {
  const send = async (url: string, service: string) => {
    const request = await signed(url, {}, { ...mine, service });
    return fetch(url, { ...request, method: 'DELETE' });
  };
  await bothRefuse(t, send, mismatch);
});

for (const applyChecksum of [false, true]) {
  const how = applyChecksum ? 'whose hash is signed as a header' : 'than the signed one';
  test(`another body, ${how}: the signature does not match`, async (t) => {
    const send = async (url: string, service: string) => {
      const of = { ...mine, service, applyChecksum };
      const request = await signed(url, { method: 'POST', body: 'a' }, of);
      t.is('x-amz-content-sha256' in request.headers, applyChecksum);
      return fetch(url, { ...request, body: 'b' });
    };
    await bothRefuse(t, send, mismatch);
  });
}

test('a host that is not signed: the signature does not match', async (t) => {
  const send = async (url: string, service: string) => {
    const { headers } = await signed(url, {}, { ...mine, service });
    const authorization = headers.authorization?.replace('SignedHeaders=host;', 'SignedHeaders=');
    return fetch(url, { headers: { ...headers, authorization: authorization ?? '' } });
  };
  await bothRefuse(t, send, mismatch);
});

test('signed more than 15 minutes ago: expired', async (t) => {
  const signingDate = new Date(Date.now() - 15 * minute - 2000);
  const send = (url: string, service: string) =>
    signedFetch(url, {}, { ...mine, service, signingDate });
  await bothRefuse(t, send, {
    ...mismatch,
    message:
      /^Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 15 min\.\)$/,
  });
});

test('signed more than 15 minutes ahead: not yet current', async (t) => {
  const send = (url: string, service: string) => {
    const signingDate = new Date(Date.now() + 15 * minute + 5000);
    return signedFetch(url, {}, { ...mine, service, signingDate });
  };
  await bothRefuse(t, send, {
    ...mismatch,
    message: /^Signature not yet current: .* is still later than .* \+ 15 min\.\)$/,
  });
});

test('a clock that is off by less than 15 minutes does not matter', async (t) => {
  const { url } = await startEmbedded(t, { credentials: secrets });
  for (const offset of [-14, 14]) {
    const signingDate = new Date(Date.now() + offset * minute);
    const of = { ...mine, service: 'sts', signingDate };
    t.is((await signedFetch(`${url}${whoAmI}`, {}, of)).status, 200);
  }
});

for (const [authorization, message] of [
  ['Basic YTpi', /requires 'Credential' parameter/],
  ['AWS4-HMAC-SHA256 Credential=a/b/c/d/aws4_request', /requires 'Signature' parameter/],
  [
    `AWS4-HMAC-SHA256 Credential=${known}/20260101/../sts/aws4_request, SignedHeaders=host, Signature=0`,
    /Malformed credential/,
  ],
] as const) {
  test(`cannot be read: ${authorization}`, async (t) => {
    const headers = { authorization, 'x-amz-date': '20260101T000000Z' };
    await bothRefuse(t, (url) => fetch(url, { headers }), {
      status: 400,
      rest: 'IncompleteSignatureException',
      query: 'IncompleteSignature',
      message,
    });
  });
}

test('a presigned request holds for its time', async (t) => {
  const { url } = await startEmbedded(t, { credentials: secrets });
  const of = { ...mine, service: 'sts' };
  const address = await presigned(`${url}${whoAmI}`, of);
  t.regex(await (await fetch(address)).text(), /<Account>000000000000<\/Account>/);
  t.is((await fetch(`${address}&x=1`)).status, 403);
  const past = { ...of, signingDate: new Date(Date.now() - 2 * minute) };
  const expired = await fetch(await presigned(`${url}${whoAmI}`, past));
  t.is(expired.status, 403);
  t.regex(await expired.text(), /<Code>SignatureDoesNotMatch<.*Signature expired/);
});

test('the SDK with this session’s credentials is served, in every protocol', async (t) => {
  const { url } = await startEmbedded(t, { credentials: secrets });
  const clients = clientsOf(url, known, secret);
  t.teardown(() => clients.destroy());
  const { Account } = await clients.sts.send(new GetCallerIdentityCommand({}));
  t.is(Account, '000000000000');
  const odd = {
    FunctionName: 'arn:aws:lambda:eu-west-1:000000000000:function:a',
    Qualifier: '$LATEST',
  };
  await t.throwsAsync(clients.lambda.send(new GetFunctionCommand(odd)), {
    name: 'ResourceNotFoundException',
  });
});

test('a compressed body is signed as it is sent', async (t) => {
  const { clients } = await startEmbedded(t);
  const { PutMetricDataCommand } = await import('@aws-sdk/client-cloudwatch');
  const MetricData = Array.from({ length: 500 }, (_, index) => ({
    MetricName: `a-metric-with-a-long-name-${String(index)}`,
    Value: index,
  }));
  await t.notThrowsAsync(
    clients.cloudwatch.send(new PutMetricDataCommand({ Namespace: 'n', MetricData })),
  );
});

const reportCredentials = `
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  const { STSClient, GetCallerIdentityCommand } = await import('@aws-sdk/client-sts');
  const { Account } = await new STSClient({}).send(new GetCallerIdentityCommand({}));
  return {
    Account,
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    sessionToken: AWS_SESSION_TOKEN,
  };`;

test('a handler has credentials of its own, of its account, that need their token', async (t) => {
  const stand = await setUp(t);
  const FunctionName = await activeFunction(t, stand, reportCredentials, { Timeout: 30 });
  const { Payload } = await stand.lambda.send(new InvokeCommand({ FunctionName }));
  const { Account, ...credentials } = JSON.parse(Buffer.from(Payload ?? []).toString()) as Record<
    'Account' | 'accessKeyId' | 'secretAccessKey' | 'sessionToken',
    string
  >;
  t.is(Account, '123456789012');
  t.regex(credentials.accessKeyId, /^ASIA[0-9A-F]{16}$/);
  t.not(credentials.secretAccessKey, testSecret);
  const address = `${stand.url}${whoAmI}`;
  const withToken = await signedFetch(address, {}, { ...credentials, service: 'sts' });
  t.is(withToken.status, 200);
  const { sessionToken: _, ...withoutToken } = credentials;
  const refused = await signedFetch(address, {}, { ...withoutToken, service: 'sts' });
  t.regex(await refused.text(), /<Code>InvalidClientTokenId</);
});

test('the address of a function’s code is open to whoever has it, and to no other', async (t) => {
  const stand = await setUp(t);
  const FunctionName = await activeFunction(t, stand);
  const { Code } = await stand.lambda.send(new GetFunctionCommand({ FunctionName }));
  const address = Code?.Location ?? '';
  t.is((await fetch(address)).status, 200);
  for (const forged of [
    address.replace(/Signature=\w{4}/, 'Signature=0000'),
    address.replace('/$LATEST/', '/1/').replace('/%24LATEST/', '/1/'),
    address.replace(/X-Amz-Date=\w+/, 'X-Amz-Date=20200101T000000Z'),
    address.replace('Credential=123456789012', 'Credential=111122223333'),
    address.replace('%2Flambda%2F', '%2Fiam%2F'),
  ]) {
    t.not(forged, address);
    t.is((await fetch(forged)).status, 403);
  }
});
