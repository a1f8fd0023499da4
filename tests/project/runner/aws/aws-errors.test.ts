import {
  LambdaClient,
  ListFunctionsCommand,
  PreconditionFailedException,
} from '@aws-sdk/client-lambda';
import test from 'ava';
import {
  isAwsError,
  isPreconditionFailure,
  translateError,
} from '../../../../runner/aws/aws-errors.ts';
import { ConflictError, EnvironmentError, UsageError } from '../../../../runner/errors.ts';
import { formatNext } from '../../../../runner/report/message.ts';

const metadata = { $metadata: {} };

const fromAws = (name: string, message = 'because') =>
  Object.assign(new Error(message), { name, ...metadata });

const fromNetwork = (code: string) => Object.assign(new Error(`connect ${code}`), { code });

test('an error of AWS is known by any of the names that are given', (t) => {
  const error = fromAws('NotFoundException');
  t.true(isAwsError(error, 'ConflictException', 'NotFoundException'));
  t.false(isAwsError(error, 'ConflictException'));
  t.false(isAwsError({ name: 'NotFoundException' }, 'NotFoundException'));
});

test('a precondition that failed is known as the SDK throws it', (t) => {
  const error = new PreconditionFailedException({ message: 'no', ...metadata });
  t.true(isPreconditionFailure(error));
  t.false(isPreconditionFailure(fromAws('ResourceConflictException')));
});

const environment: Readonly<Record<string, [Error, RegExp, RegExp]>> = {
  'no credentials': [
    Object.assign(new Error('none'), { name: 'CredentialsProviderError' }),
    /^No AWS credentials were found/,
    /^sign in/,
  ],
  'a token that has expired': [
    fromAws('ExpiredTokenException'),
    /^AWS does not accept the credentials/,
    /^sign in again/,
  ],
  'an unknown key': [
    fromAws('UnrecognizedClientException'),
    /^AWS does not accept the credentials/,
    /^sign in again/,
  ],
  'a permission that is missing': [
    fromAws('AccessDeniedException', 'lambda:UpdateAlias is not allowed'),
    /^AWS refuses the call: lambda:UpdateAlias is not allowed/,
    /npm run policy$/,
  ],
  'a network that is down': [
    fromNetwork('ECONNREFUSED'),
    /^AWS cannot be reached/,
    /^check the network/,
  ],
  'an answer that never came': [
    Object.assign(new Error('30 s'), { name: 'TimeoutError' }),
    /^AWS cannot be reached/,
    /^check the network/,
  ],
  'anything else that AWS answers': [
    fromAws('ServiceException', 'try later'),
    /^AWS answered ServiceException: try later/,
    /^run the command again/,
  ],
};

for (const [title, [error, message, next]] of Object.entries(environment)) {
  test(`${title} is told with what was being done, and what to do`, (t) => {
    const translated = translateError(error, 'moving alias PROD');
    if (!(translated instanceof EnvironmentError)) {
      t.fail(String(translated));
      return;
    }
    t.regex(translated.message, message);
    t.regex(translated.message, / \(while moving alias PROD\)$/);
    t.regex(formatNext(translated.next, 'local'), next);
    t.is(translated.cause, error);
  });
}

test('a precondition that failed is a conflict', (t) => {
  const error = fromAws('PreconditionFailedException');
  const translated = translateError(error, 'releasing');
  t.true(translated instanceof ConflictError);
  t.is(
    (translated as ConflictError).message,
    'Somebody else changed it meanwhile (while releasing)',
  );
});

for (const [title, error] of [
  ['what is explained already', new UsageError('no', { text: 'do' })],
  ['a defect', new TypeError('undefined is not a function')],
  ['an error with a code of its own', Object.assign(new Error('no'), { code: 'ENOENT' })],
  ['what is no error', 'no'],
] as const) {
  test(`${title} is left as it is`, (t) => {
    t.is(translateError(error, 'releasing'), error);
  });
}

test('what the SDK throws when nobody listens is told as the network', async (t) => {
  const lambda = new LambdaClient({
    endpoint: 'http://127.0.0.1:1',
    region: 'eu-west-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  });
  t.teardown(() => lambda.destroy());
  const error = await t.throwsAsync(lambda.send(new ListFunctionsCommand({})));
  const translated = translateError(error, 'releasing');
  t.true(translated instanceof EnvironmentError);
  t.is((translated as EnvironmentError).message, 'AWS cannot be reached (while releasing)');
});
