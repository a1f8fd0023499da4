import test from 'ava';
import { commands } from '../../../../runner/commands/all-commands.ts';
import { formatHelp, formatOverview, helpWidth } from '../../../../runner/commands/help.ts';

for (const command of commands) {
  test(`the help of ${command.name} has a line for each of its options, and no other`, (t) => {
    const help = formatHelp(command, 100);
    const listed = [...help.matchAll(/^ {2}--([\w-]+)/gm)].map(([, name]) => name);
    t.deepEqual(listed, Object.keys(command.options));
    t.true(help.startsWith(`Usage: npm run ${command.name} -- [options]\n`));
    t.regex(help, new RegExp(`Examples:\n {2}npm run ${command.name}`));
  });

  test(`the examples of ${command.name} are what it takes`, (t) => {
    for (const [args] of command.examples) {
      t.notThrows(() => command.prepare(args.split(' ').filter(Boolean)), args);
    }
  });

  for (const width of [100, 80, 50, 32]) {
    test(`the help of ${command.name} fits into ${String(width)} columns`, (t) => {
      const lines = formatHelp(command, width).split('\n');
      // A command line is not broken: it is copied.
      const texts = lines.filter((line) => !/^ *(npm run|--)|^Usage/.test(line));
      t.deepEqual(
        texts.filter((line) => line.length > width),
        [],
      );
    });
  }
}

test('the overview names every command', (t) => {
  const listed = [...formatOverview(commands, 100).matchAll(/^ {2}([\w:]+)/gm)];
  t.deepEqual(
    listed.map(([, name]) => name),
    commands.map(({ name }) => name),
  );
});

test('a help is as wide as the terminal, as COLUMNS where there is none, and readable', (t) => {
  t.is(helpWidth({ columns: 60 }, { COLUMNS: '90' }), 60);
  t.is(helpWidth({}, { COLUMNS: '90' }), 90);
  t.is(helpWidth({}, { COLUMNS: 'x' }), 80);
  t.is(helpWidth({}, {}), 80);
  t.is(helpWidth({ columns: 300 }, {}), 100);
  t.is(helpWidth({ columns: 3 }, {}), 24);
});
