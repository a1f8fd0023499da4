import test from 'ava';
import { commonOptions } from '../../../../runner/commands/options.ts';
import { parseOptions } from '../../../../runner/commands/parse-options.ts';
import { UsageError } from '../../../../runner/errors.ts';
import { formatNext } from '../../../../runner/report/message.ts';

const options = {
  ...commonOptions,
  'dry-run': { kind: 'flag', help: '' },
  target: { kind: 'text', value: 'NAME', help: '' },
  alarm: { kind: 'texts', value: 'NAME', help: '' },
  keep: { kind: 'count', value: 'N', least: 1, default: 10, help: '' },
} as const;

const parse = (...args: readonly string[]) => parseOptions('prune', options, args);

test('without arguments everything is its default', (t) => {
  t.deepEqual(parse(), {
    stack: 'local',
    json: false,
    help: false,
    'dry-run': false,
    target: undefined,
    alarm: [],
    keep: 10,
  });
});

test('values stand behind a space or =, lists are given again, counts are numbers', (t) => {
  const args = ['--stack', 'dev', '--alarm=a=b', '--alarm', 'c d', '--keep', '3', '--dry-run'];
  t.like(parse(...args), { stack: 'dev', alarm: ['a=b', 'c d'], keep: 3, 'dry-run': true });
});

test('a value may begin with a dash where = says so', (t) => {
  t.is(parse('--target=-x').target, '-x');
});

test('with --help or -h nothing else matters', (t) => {
  t.true(parse('--frobnicate', 'x', '--keep', 'many', '-h').help);
  t.true(parse('--stack', 'dev', '--help').help);
});

const help = 'npm run prune -- --help';
for (const [args, problem, next] of [
  [['--frobnicate'], 'prune has no option --frobnicate', help],
  [['--constructor'], 'prune has no option --constructor', help],
  [['-x'], 'prune has no option -x', help],
  [
    ['--stack', 'dev', '--dryrun'],
    'prune has no option --dryrun; the nearest is --dry-run',
    `npm run prune -- --stack dev --dry-run, or ${help}`,
  ],
  [
    ['--kep=3', '--alarm', "it's"],
    'prune has no option --kep; the nearest is --keep',
    `npm run prune -- --keep=3 --alarm 'it'\\''s', or ${help}`,
  ],
  [['--hepl'], 'prune has no option --hepl; the nearest is --help', help],
  [['--target'], '--target needs a value: --target NAME', help],
  [['--target='], '--target needs a value: --target NAME', help],
  [['--target', '--json'], '--target needs a value: --target NAME', help],
  [['--json=yes'], '--json takes no value, and was given yes', help],
  [['--stack', 'a', '--stack', 'b'], '--stack is given twice', help],
  [['--keep', '0'], '--keep 0 is not a whole number from 1', help],
  [['--keep', '1e3'], '--keep 1e3 is not a whole number from 1', help],
  [['--keep', 'many'], '--keep many is not a whole number from 1', help],
  [['7'], 'prune takes no argument 7', help],
  [['--', '--json'], 'prune takes no argument --json', help],
  [
    ['dev'],
    'prune takes no argument dev',
    `if it is the stack: npm run prune -- --stack dev, or ${help}`,
  ],
  [
    ['prod'],
    'prune takes no argument prod',
    `if it is a target: npm run prune -- --target prod, or ${help}`,
  ],
] as const) {
  test(`${args.join(' ')} is refused, with what to type`, (t) => {
    const error = t.throws(() => parse(...args), { instanceOf: UsageError });
    t.is(error.message, problem);
    t.is(formatNext(error.next, 'local'), next);
  });
}

test('one value may be typed alone, where the command says so', (t) => {
  const options = { id: { kind: 'text', value: 'ID', help: 'of it', isArgument: true } } as const;
  t.is(parseOptions('report', options, ['a']).id, 'a');
  t.is(parseOptions('report', options, ['--id', 'a']).id, 'a');
  t.throws(() => parseOptions('report', options, ['a', 'b']), {
    message: 'report takes no argument b',
  });
});
