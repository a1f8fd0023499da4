import test from 'ava';
import type { Announcement } from '../../../../runner/notify/announcement.ts';
import { bodies } from '../../../../runner/notify/bodies.ts';
import { id, target } from '../report/_reports.ts';

const putBack: Announcement = {
  event: 'put back',
  kind: 'release',
  release: id,
  stack: 'dev',
  commit: '0123456789abcdef',
  subject: 'Mend <!channel> & [more](https://evil.test)',
  candidate: { version: '7', deployment: 'd4e5f6' },
  targets: [target('stage', '6')],
  waiting: undefined,
  putBack: ['stage'],
  problem: 'The api tier failed',
  next: undefined,
};

test('JSON has a key for everything', (t) => {
  t.deepEqual(JSON.parse(JSON.stringify(bodies.json(putBack))), {
    version: 1,
    event: 'put back',
    kind: 'release',
    release: id,
    stack: 'dev',
    commit: '0123456789abcdef',
    subject: 'Mend <!channel> & [more](https://evil.test)',
    candidate: { version: '7', deployment: 'd4e5f6' },
    targets: [{ name: 'stage', url: 'https://api.test/stage', version: '6', deployment: 'a1b2c3' }],
    waiting: null,
    putBack: ['stage'],
    problem: 'The api tier failed',
    next: null,
  });
});

test('of a stack in several regions each target is told with its region', (t) => {
  const targets = ['eu-west-1', 'us-east-1'].map((region) => ({ ...target('prod', '6'), region }));
  t.like(bodies.json({ ...putBack, targets }), {
    targets: [{ region: 'eu-west-1' }, { region: 'us-east-1' }],
  });
  t.true(
    JSON.stringify(bodies.slack({ ...putBack, targets })).includes(
      'prod in eu-west-1 6@a1b2c3, prod in us-east-1 6@a1b2c3',
    ),
  );
});

const section = (text: string) => ({
  type: 'section',
  text: { type: 'mrkdwn', text, verbatim: true },
});

test('Slack gets a text with sections, in which nothing of others is a mention', (t) => {
  t.deepEqual(bodies.slack(putBack), {
    text: 'Release put back: stack dev',
    blocks: [
      section('*Release put back: stack dev*'),
      section('*Why:* The api tier failed'),
      section('*Put back:* stage'),
      section('*Serving:* stage 6@a1b2c3'),
      section('*Candidate:* 7@d4e5f6'),
      section('*Commit:* 0123456789ab Mend &lt;!channel&gt; &amp; [more](https://evil.test)'),
      section(`*Release:* ${id}`),
    ],
  });
});

test('a section of Slack is never longer than it takes', (t) => {
  const { blocks } = bodies.slack({ ...putBack, problem: '&'.repeat(10_000) }) as {
    blocks: ReturnType<typeof section>[];
  };
  t.true(blocks.every(({ text: { text } }) => text.length <= 3000));
});

const block = (name: string, text: string) => ({
  type: 'RichTextBlock',
  inlines: [
    { type: 'TextRun', text: `${name}: `, weight: 'Bolder' },
    { type: 'TextRun', text },
  ],
});

test('Teams gets a card of texts that read no Markdown', (t) => {
  const waiting: Announcement = {
    ...putBack,
    event: 'waiting for approval',
    waiting: 'prod',
    putBack: [],
    problem: undefined,
    targets: undefined,
    next: 'npm run release -- --stack dev --continue',
  };
  t.deepEqual(bodies.teams(waiting), {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          body: [
            {
              type: 'RichTextBlock',
              inlines: [
                {
                  type: 'TextRun',
                  text: 'Waiting for approval before prod: stack dev',
                  weight: 'Bolder',
                  size: 'Large',
                },
              ],
            },
            block('Candidate', '7@d4e5f6'),
            block('Commit', '0123456789ab Mend <!channel> & [more](https://evil.test)'),
            block('Release', id),
            block('Next', 'npm run release -- --stack dev --continue'),
          ],
        },
      },
    ],
  });
});
