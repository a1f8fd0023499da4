import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import test from 'ava';
import type { ExecutionContext } from 'ava';
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';

import { temporaryFolder } from '../../../_helpers/temporary-folder.ts';
import { definition, method, mockAnswering, openGateway, type Method } from '../_api.ts';

const pool = 'eu-west-1_AbCdEf123';
const issuer = `https://cognito-idp.eu-west-1.amazonaws.com/${pool}`;
const now = Date.parse('2026-11-25T12:00:00Z');

const served = (scopes: readonly string[] = [], answer = '$context.authorizer.claims.email') => {
  const guarded: Partial<Method> = {
    ...{ authorizationType: 'COGNITO_USER_POOLS', authorizerId: 'pool' },
    ...(scopes.length === 0 ? {} : { authorizationScopes: [...scopes] }),
  };
  return definition(
    { '/': { GET: method(mockAnswering(answer), guarded) } },
    {
      authorizers: {
        pool: {
          ...{ id: 'pool', name: 'pool', type: 'COGNITO_USER_POOLS' },
          providerARNs: [`arn:aws:cognito-idp:eu-west-1:123456789012:userpool/${pool}`],
          identitySource: 'method.request.header.Authorization',
        },
      },
    },
  );
};

/** Gives the embedded AWS the keys of the pool. @returns what signs with them */
async function withKeys(t: ExecutionContext) {
  const folder = await temporaryFolder(t);
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const key = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
  await writeFile(join(folder, `${pool}.json`), JSON.stringify({ keys: [key] }));
  process.env.LOCAL_AWS_COGNITO_KEYS = folder;
  return (claims: JWTPayload): Promise<string> =>
    new SignJWT({
      ...{ iss: issuer, token_use: 'id', email: 'a@example.com', exp: now / 1000 + 60 },
      ...claims,
    })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .sign(privateKey);
}

test.serial(
  'a token that the pool signed passes with its claims, any other is a 401',
  async (t) => {
    const sign = await withKeys(t);
    const { get } = await openGateway(t, served(), { now: () => now });
    const send = async (token: string) => {
      const rawHeaders = token === '' ? [] : ([['authorization', token]] as const);
      const { status, text } = await get('/', { rawHeaders });
      return [status, text];
    };
    t.deepEqual(await send(await sign({})), [200, 'a@example.com']);
    t.deepEqual(await send(`Bearer ${await sign({})}`), [200, 'a@example.com']);
    const refused = [401, '{"message":"Unauthorized"}'];
    const [head = '', , signature = ''] = (await sign({})).split('.');
    const [, changed = ''] = (await sign({ email: 'b@example.com' })).split('.');
    for (const token of [
      '',
      'no-token',
      `${head}.${changed}.${signature}`,
      await sign({ iss: `${issuer}x` }),
      await sign({ token_use: 'access' }),
    ]) {
      t.deepEqual(await send(token), refused);
    }
    t.deepEqual(await send(await sign({ exp: now / 1000 - 1 })), [
      401,
      '{"message":"The incoming token has expired"}',
    ]);
  },
);

test.serial('claims are texts, as API Gateway writes times and groups', async (t) => {
  const sign = await withKeys(t);
  const shown = ['exp', 'iat', 'auth_time', 'email_verified', 'cognito:groups']
    .map((name) => `$context.authorizer.claims['${name}']`)
    .join('; ');
  const { get } = await openGateway(t, served([], shown), { now: () => now });
  const token = await sign({
    ...{ exp: now / 1000 + 60, iat: now / 1000, auth_time: now / 1000 },
    ...{ email_verified: true, 'cognito:groups': ['admins', 'readers'] },
  });
  const { text } = await get('/', { rawHeaders: [['authorization', token]] });
  t.is(
    text,
    'Wed Nov 25 12:01:00 UTC 2026; Wed Nov 25 12:00:00 UTC 2026; 1795608000; true; admins,readers',
  );
});

test.serial('a method with scopes takes access tokens that have one of them', async (t) => {
  const sign = await withKeys(t);
  const { get } = await openGateway(t, served(['orders/read']), { now: () => now });
  const status = async (claims: JWTPayload) => {
    const rawHeaders = [['authorization', await sign(claims)]] as const;
    return (await get('/', { rawHeaders })).status;
  };
  t.is(await status({ token_use: 'access', scope: 'orders/write orders/read' }), 200);
  t.is(await status({ token_use: 'access', scope: 'orders/write' }), 401);
  t.is(await status({}), 401);
});

test.serial(
  'without the keys of the pool a token is a 501 that says where to put them',
  async (t) => {
    const sign = await withKeys(t);
    process.env.LOCAL_AWS_COGNITO_KEYS = await temporaryFolder(t);
    const { get } = await openGateway(t, served(), { now: () => now });
    const { status, text } = await get('/', { rawHeaders: [['authorization', await sign({})]] });
    t.is(status, 501);
    t.regex(text, new RegExp(`LOCAL_AWS_COGNITO_KEYS/${pool}\\.json`));
  },
);
