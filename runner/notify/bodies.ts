import type { WebhookSettings } from '../../stack/notify-settings.ts';
import type { Announcement } from './announcement.ts';
import { factsOf, headlineOf } from './facts.ts';

/** What is posted, as an object that JSON can say. */
type Body = (announcement: Announcement) => object;

/** By the format of a webhook. */
export const bodies: Readonly<Record<WebhookSettings['format'], Body>> = { json, slack, teams };

/** Raised when what it means changes; a key more does not raise it. */
const jsonVersion = 1;

function json({ targets, ...announcement }: Announcement): object {
  const { commit = null, subject = null, candidate = null, waiting = null } = announcement;
  const { problem = null, next = null } = announcement;
  const seen =
    targets?.map(({ name, region, url, serves }) => ({
      ...{ name, url, ...serves },
      ...(region !== undefined && { region }),
    })) ?? null;
  return {
    version: jsonVersion,
    ...announcement,
    ...{ commit, subject, candidate, targets: seen, waiting, problem, next },
  };
}

/** https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
function slack(announcement: Announcement): object {
  const headline = escapeSlack(headlineOf(announcement));
  const lines = factsOf(announcement).map(([name, text]) => `*${name}:* ${escapeSlack(text)}`);
  const section = (text: string) => ({
    type: 'section',
    // Verbatim: no name or address in a commit message becomes a mention or a link.
    text: { type: 'mrkdwn', text, verbatim: true },
  });
  return { text: headline, blocks: [`*${headline}*`, ...lines].map(section) };
}

/** https://docs.slack.dev/messaging/formatting-message-text#escaping */
function escapeSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/**
 * A card as the webhook of a workflow takes it. Of its elements only a RichTextBlock reads no Markdown
 * (https://adaptivecards.io/explorer/TextRun.html), so no commit message can hold a link.
 */
function teams(announcement: Announcement): object {
  const run = (text: string, isBold = false) => ({
    type: 'TextRun',
    text,
    ...(isBold && { weight: 'Bolder' }),
  });
  const block = (...inlines: readonly object[]) => ({ type: 'RichTextBlock', inlines });
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    body: [
      block({ ...run(headlineOf(announcement), true), size: 'Large' }),
      ...factsOf(announcement).map(([name, text]) => block(run(`${name}: `, true), run(text))),
    ],
  };
  const contentType = 'application/vnd.microsoft.card.adaptive';
  return { type: 'message', attachments: [{ contentType, contentUrl: null, content }] };
}
