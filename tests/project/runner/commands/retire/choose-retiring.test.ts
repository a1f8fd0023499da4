import test from 'ava';
import { chooseRetiring } from '../../../../../runner/commands/retire/choose-retiring.ts';
import { UsageError } from '../../../../../runner/errors.ts';
import { formatNext } from '../../../../../runner/report/message.ts';
import type { StackOutputs } from '../../../../../stack/outputs.ts';
import { parseStackFile } from '../../../../../stack/stack-file.ts';
import { project } from '../../../../../stack/project.ts';
import { regionOutputs } from '../../_region-outputs.ts';

const settings = parseStackFile('dev', {
  config: {
    'aws:region': 'eu-west-1',
    [`${project}:function`]: { name: 'greeting' },
    [`${project}:regions`]: ['eu-west-1', 'ap-southeast-2'],
  },
});
const ofRegion = regionOutputs('stage', 'prod', 'old');
const outputs: StackOutputs = {
  ...ofRegion,
  regions: { 'us-east-1': ofRegion, 'ap-southeast-2': ofRegion },
};
const nothing = { target: undefined, domain: undefined, region: undefined };
const choose = (said: Partial<Record<keyof typeof nothing, string>>) =>
  chooseRetiring({ outputs, settings }, { ...nothing, ...said });

test('a region goes that is there and not in the settings any more, or a target', (t) => {
  t.deepEqual(choose({ region: 'us-east-1' }), { region: 'us-east-1' });
  t.deepEqual(choose({ target: 'old' }), { target: 'old' });
});

test('of several targets that are gone, the others are put back into the settings until it is their turn', (t) => {
  const ofBoth = regionOutputs('stage', 'prod', 'old', 'older');
  const error = t.throws(
    () => chooseRetiring({ outputs: ofBoth, settings }, { ...nothing, target: 'old' }),
    {
      instanceOf: UsageError,
      message:
        'Target older is not in the settings of stack dev any more either, and would go with target old',
    },
  );
  t.regex(
    formatNext(error.next, 'dev'),
    /^put older back into Pulumi\.dev\.yaml until old is gone, .*: npm run retire -- --stack dev --target old$/,
  );
});

const refused: Readonly<Record<string, [Parameters<typeof choose>[0], RegExp]>> = {
  'the home region': [{ region: 'eu-west-1' }, /^eu-west-1 is the home region of stack dev/],
  'a region of the settings': [{ region: 'ap-southeast-2' }, /those are us-east-1$/],
  'a region where nothing is': [{ region: 'sa-east-1' }, /^sa-east-1 is no region of stack dev/],
  'a target of the settings': [{ target: 'prod' }, /those are old$/],
  'a region and a target at once': [
    { region: 'us-east-1', target: 'old' },
    /^One is retired at a time.*; --target, --region were said$/,
  ],
  'what is not named': [{}, /^The target to retire is not named/],
};

for (const [title, [said, message]] of Object.entries(refused)) {
  test(`${title} is not retired`, (t) => {
    t.throws(() => choose(said), { instanceOf: UsageError, message });
  });
}
