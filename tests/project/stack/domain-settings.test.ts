import test from 'ava';
import { addressesOf, domainNamesOf, domainUrl } from '../../../stack/domain-address.ts';
import { parseSettings, SettingsError } from '../../../stack/settings.ts';

function settingsOf(domain: object, ...targets: readonly object[]) {
  const defaults = [
    { name: 'stage', alias: 'STAGE', apiStage: 'stage' },
    { name: 'prod', alias: 'PROD', apiStage: 'v1' },
  ];
  const configured = targets.length > 0 ? targets : defaults;
  return parseSettings({ function: { name: 'greeting' }, targets: configured, domain });
}

test('a target has a name, or a base path below one; a standby stage has its own', (t) => {
  const settings = settingsOf({
    targets: { stage: 'example.test/stage', prod: 'example.test/v1' },
    standby: 'standby.example.test',
  });
  t.deepEqual(
    addressesOf(settings).map(({ name, basePath, apiStage }) => [name, basePath, apiStage]),
    [
      ['example.test', 'stage', 'stage'],
      ['example.test', 'v1', 'v1'],
      ['standby.example.test', 'v1_standby', 'v1_standby'],
    ],
  );
  t.deepEqual(domainNamesOf(settings), ['example.test', 'standby.example.test']);
  const [first = { name: '', basePath: '' }] = addressesOf(settings);
  t.is(domainUrl(first, undefined), 'https://example.test/stage');
  t.is(
    domainUrl(first, 'http://127.0.0.1:4566/'),
    'http://127.0.0.1:4566/_aws/domains/example.test/stage',
  );
});

const wrong: Readonly<Record<string, [object, RegExp]>> = {
  'a target that there is not': [
    { targets: { live: 'api.example.test' } },
    /domain\.targets\.live: there is no such target; there are stage, prod/,
  ],
  'a name that is none': [{ targets: { prod: 'https://api.example.test' } }, /must be a name/],
  'more than one base path': [{ targets: { prod: 'example.test/v1/v2' } }, /one base path at most/],
  'a name without a base path beside another': [
    { targets: { stage: 'example.test/stage', prod: 'example.test' } },
    /leads to one target alone/,
  ],
  'one address twice': [
    { targets: { stage: 'example.test/v1', prod: 'example.test/v1' } },
    /domain\.targets\.prod: is example\.test\/v1, and target stage is example\.test\/v1/,
  ],
  'a name outside the zone': [
    { zone: 'example.test', targets: { prod: 'api.example.org' } },
    /api\.example\.org is not in the zone example\.test/,
  ],
  'a name that candidates are tested by': [
    { targets: { prod: 'example.test/v1' }, standby: 'example.test' },
    /which is domain\.standby/,
  ],
  'an API that is closed to a target without a name': [
    { targets: { prod: 'example.test' }, disableExecuteApiEndpoint: true, standby: 's.test' },
    /target stage would have no URL/,
  ],
  'an API that is closed to tests': [
    {
      targets: { stage: 'example.test/stage', prod: 'example.test/v1' },
      disableExecuteApiEndpoint: true,
    },
    /name domain\.standby, or say standby: off/,
  ],
};

for (const [title, [domain, message]] of Object.entries(wrong)) {
  test(`refused: ${title}`, (t) => {
    t.throws(() => settingsOf(domain), { instanceOf: SettingsError, message });
  });
}

test('an API is closed where each target has a name, and tests have one or need none', (t) => {
  const targets = { stage: 'example.test/stage', prod: 'example.test/v1' };
  const closed = { targets, disableExecuteApiEndpoint: true };
  t.notThrows(() => settingsOf({ ...closed, standby: 'standby.example.test' }));
  t.notThrows(() =>
    settingsOf(
      closed,
      { name: 'stage', alias: 'STAGE', apiStage: 'stage' },
      { name: 'prod', alias: 'PROD', apiStage: 'v1', standby: 'off' },
    ),
  );
});
