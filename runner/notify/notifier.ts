import { isWebhookUrl, type WebhookSettings } from '../../stack/notify-settings.ts';
import type { Reporter } from '../report/events.ts';
import { announce, follow, type Announcement, type RunSoFar } from './announcement.ts';
import { bodies } from './bodies.ts';
import { post, type Patience } from './post.ts';

export interface Notifier extends Pick<Reporter, 'report'> {
  /** Waits for what is on its way, for a short time, and gives up what is not taken by then. It does not throw. */
  settle(): Promise<void>;
}

export interface NotifierOptions {
  /** Tells the person who watches of a webhook that was not reached. */
  readonly note: (text: string) => void;
  /** Holds the URLs that the settings do not. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly patience?: Patience;
}

const usualPatience: Patience = { answerMs: 3_000, endMs: 5_000 };

/**
 * Tells webhooks of a release or a rollback, as the run goes on: to each in order, while nothing waits for them.
 * Messages and events never hold a URL, but its host.
 */
export function createNotifier(
  webhooks: readonly WebhookSettings[],
  { note, env, patience = usualPatience }: NotifierOptions,
): Notifier {
  const stop = new AbortController();
  const noted = new Set<string>();
  const noteOnce = (text: string) => {
    if (!noted.has(text)) {
      noted.add(text);
      note(text);
    }
  };
  const tell = async (webhook: WebhookSettings, announcement: Announcement) => {
    const { url, problem } = findUrl(webhook, env);
    if (url === undefined) {
      noteOnce(`Nobody is notified by one webhook: ${problem}`);
      return;
    }
    const body = bodies[webhook.format](announcement);
    const why = await post(url, body, stop.signal, patience.answerMs);
    if (why !== undefined) {
      noteOnce(`${new URL(url).host} was not notified (${announcement.event}): ${why}`);
    }
  };
  const lines = webhooks.map((webhook) => ({ webhook, last: Promise.resolve() }));
  let run: RunSoFar | undefined;
  return {
    report(event) {
      run = follow(run, event);
      const announcement = run && announce(run, event);
      if (announcement === undefined) {
        return;
      }
      for (const line of lines.filter(({ webhook: { on } }) => on.includes(announcement.event))) {
        // Nor may a note that cannot be written, on a full disk, end a process that has to put back.
        line.last = line.last.then(() => tell(line.webhook, announcement)).catch(() => undefined);
      }
    },
    async settle() {
      const timer = setTimeout(() => {
        stop.abort();
      }, patience.endMs);
      await Promise.all(lines.map(({ last }) => last));
      clearTimeout(timer);
    },
  };
}

type Found =
  | { readonly url: string; readonly problem?: never }
  | { readonly url?: never; readonly problem: string };

function findUrl({ url, urlFrom = '' }: WebhookSettings, env: NotifierOptions['env']): Found {
  if (url !== undefined) {
    return { url };
  }
  const { [urlFrom]: value = '' } = env;
  if (value === '') {
    return { problem: `its variable ${urlFrom} is not set` };
  }
  return isWebhookUrl(value)
    ? { url: value }
    : { problem: `its variable ${urlFrom} holds no URL that begins with https://` };
}
