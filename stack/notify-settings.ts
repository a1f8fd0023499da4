import { z } from 'zod';
import { section } from './section.ts';

/** What happens in a release or a rollback that others may want to know. */
export const notifiedEvents = [
  'started',
  'waiting for approval',
  'released',
  'put back',
  'rolled back',
  'failed',
] as const;

export type NotifiedEvent = (typeof notifiedEvents)[number];

const loopback = ['127.0.0.1', '[::1]', 'localhost'];

/** Whether a message can be posted there: by HTTPS, or on this machine, and without a password in it. */
export function isWebhookUrl(text: string): boolean {
  const url = URL.parse(text);
  return (
    url !== null &&
    (url.protocol === 'https:' || (url.protocol === 'http:' && loopback.includes(url.hostname))) &&
    url.username === '' &&
    url.password === ''
  );
}

const webhook = section({
  url: z
    .string({
      error: 'must be text, and not encrypted: urlFrom names a variable that holds a secret one',
    })
    .refine(isWebhookUrl, 'must be a URL that begins with https://, without a user in it')
    .describe('Where messages are posted; one that is secret belongs into `urlFrom`.')
    .optional(),
  urlFrom: z
    .string({ error: 'must be the name of an environment variable' })
    .regex(/^[A-Za-z_]\w*$/, 'must be the name of an environment variable')
    .describe('The environment variable that holds the URL, so that no file does.')
    .optional(),
  format: z
    .enum(['json', 'slack', 'teams'])
    .describe('What takes them: any service, Slack, or a workflow of Teams.')
    .default('json'),
  on: z
    .array(z.enum(notifiedEvents))
    .min(1)
    .describe('What is told of; everything unless said.')
    .default([...notifiedEvents]),
}).refine(
  ({ url, urlFrom }) => (url === undefined) !== (urlFrom === undefined),
  'must have either url or urlFrom',
);

/** Whom releases and rollbacks tell; the program does not need it. */
export const notifySettings = z
  .array(webhook)
  .describe('Webhooks that releases and rollbacks tell; one that fails never fails a release.');

export type WebhookSettings = z.infer<typeof webhook>;
