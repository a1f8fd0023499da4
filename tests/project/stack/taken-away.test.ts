import test from 'ava';
import { parseSettings } from '../../../stack/settings.ts';
import { findTakenAway, TakenAwayError } from '../../../stack/taken-away.ts';

const stage = { name: 'stage', alias: 'STAGE', apiStage: 'stage' };
const prod = { name: 'prod', alias: 'PROD', apiStage: 'prod' };

const settingsOf = (targets: readonly (typeof prod)[], name = 'greeting', domain?: object) =>
  parseSettings({ function: { name }, targets, ...(domain && { domain }) });
const inRegions = (...regions: readonly string[]) => ({
  ...settingsOf([stage, prod]),
  regions: [...regions],
});

const output = ({ alias, apiStage }: typeof prod) => ({
  alias,
  apiStage,
  aliasArn: `arn:${alias}`,
  url: `https://api.test/${apiStage}`,
});

const before = {
  functionName: 'greeting',
  functionArn: 'arn',
  restApiId: 'a1b2c3',
  deploymentId: 'd4e5f6',
  targets: { stage: output(stage), prod: output(prod) },
};

const address = 'api.example.test/v1';
const named = {
  ...before,
  targets: { ...before.targets, prod: { ...output(prod), domain: address } },
};
const american = 'us-east-1';
const abroad = {
  ...before,
  functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:greeting',
  regions: { [american]: before },
};
const calling = (text: string) =>
  settingsOf([stage, prod], 'greeting', { targets: { prod: text } });

const nothing: Readonly<Record<string, Parameters<typeof findTakenAway>>> = {
  'before the first time': [undefined, settingsOf([prod])],
  'when nothing is edited': [before, settingsOf([stage, prod])],
  'when targets change places': [before, settingsOf([prod, stage])],
  'when a target gets another name': [before, settingsOf([stage, { ...prod, name: 'live' }])],
  'when a target is added': [
    before,
    settingsOf([stage, prod, { name: 'demo', alias: 'DEMO', apiStage: 'demo' }]),
  ],
  'when the target that is gone is retired': [before, settingsOf([stage]), { target: 'prod' }],
  'when a target gets a domain': [before, calling(address)],
  'when a domain stays': [named, calling(address)],
  'when the domain that is gone is retired': [
    named,
    settingsOf([stage, prod]),
    { domain: address },
  ],
  'when a region is added': [before, inRegions('eu-west-1', american)],
  'when a region stays': [abroad, inRegions(american, 'eu-west-1'), {}, 'eu-west-1'],
  'when the region that is gone is retired': [abroad, inRegions(), { region: american }],
  'when a target goes with its domain': [named, settingsOf([stage]), { target: 'prod' }],
};

for (const [title, args] of Object.entries(nothing)) {
  test(`nothing is taken away ${title}`, (t) => {
    t.deepEqual(findTakenAway(...args), []);
  });
}

const taken: Readonly<Record<string, [Parameters<typeof findTakenAway>, RegExp]>> = {
  'a target that is left out': [[before, settingsOf([stage])], /alias PROD with API stage prod/],
  'an alias that is renamed': [
    [before, settingsOf([stage, { ...prod, alias: 'LIVE' }])],
    /alias PROD with API stage prod/,
  ],
  'an API stage that is renamed': [
    [before, settingsOf([stage, { ...prod, apiStage: 'live' }])],
    /alias PROD with API stage prod/,
  ],
  'a target when another one is retired': [
    [before, settingsOf([stage]), { target: 'stage' }],
    /alias PROD with API stage prod/,
  ],
  'a domain that is left out': [
    [named, settingsOf([stage, prod])],
    /api\.example\.test\/v1 would not lead to API stage prod any more/,
  ],
  'a domain that gets another name': [
    [named, calling('api.example.test/v2'), { domain: 'api.example.test/v2' }],
    /api\.example\.test\/v1 would not lead/,
  ],
  'a region that is left out': [
    [abroad, inRegions(), { region: 'sa-east-1' }, 'eu-west-1'],
    /regions: us-east-1 is not among them any more/,
  ],
  'a home region that is another one': [
    [abroad, inRegions(american, 'eu-west-1'), {}, american],
    /aws:region: us-east-1 instead of eu-west-1 would delete the function greeting in eu-west-1/,
  ],
  'a function that is renamed': [
    [before, settingsOf([stage, prod], 'hello')],
    /hello instead of greeting would delete the function greeting/,
  ],
};

for (const [title, [args, problem]] of Object.entries(taken)) {
  test(`${title} is taken away, and how to do it safely is told`, (t) => {
    const found = findTakenAway(...args);
    t.is(found.length, 1);
    t.regex(found[0]?.problem ?? '', problem);
    const error = new TakenAwayError(found);
    t.regex(error.message, problem);
    t.true(error.message.includes(`Instead: ${found[0]?.way ?? 'nothing'}`));
    t.is(error.found, found);
  });
}

test('all that is taken away is told, with the names of the targets', (t) => {
  const demo = { name: 'demo', alias: 'DEMO', apiStage: 'demo' };
  const found = findTakenAway(before, settingsOf([demo], 'hello'));
  t.deepEqual(
    found.map(({ target }) => target),
    [undefined, 'stage', 'prod'],
  );
});
