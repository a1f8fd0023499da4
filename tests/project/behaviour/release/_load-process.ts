// Asks the targets in turn at a constant rate, or as fast as a slow machine answers, in a process of
// its own, so that asking is not held up by what answers. Starts at once, stops when its standard
// input ends; writes each answer as a line.

import { Agent, get, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import type { Answer } from './_load.ts';

const { urls, perSecond, isSticky } = z
  .object({ urls: z.record(z.string(), z.url()), perSecond: z.number(), isSticky: z.boolean() })
  .parse(JSON.parse(process.argv[2] ?? ''));

const tickMs = 5;
const connections = 8;
const agent = new Agent({ keepAlive: isSticky, maxSockets: connections, scheduling: 'fifo' });
const targets = Object.entries(urls);
const greetingAnswer = z.object({ greeting: z.string() });

function request(url: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, resolve).once('error', reject);
  });
}

async function ask(target: string, url: string): Promise<Answer> {
  const sentAt = Date.now();
  try {
    const answer = await request(url);
    const body = await text(answer);
    const header = (name: string) => answer.headers[name]?.toString() ?? '';
    return {
      target,
      sentAt,
      receivedAt: Date.now(),
      status: answer.statusCode ?? 0,
      version: header('x-lambda-version'),
      deployment: header('x-api-deployment'),
      cacheControl: header('cache-control'),
      greeting: answer.statusCode === 200 ? greetingAnswer.parse(JSON.parse(body)).greeting : body,
    };
  } catch (error) {
    const failed = { status: 0, version: '', deployment: '', cacheControl: '' };
    return { target, sentAt, receivedAt: Date.now(), ...failed, greeting: String(error) };
  }
}

let due = 0;
let next = 0;
let underWay = 0;

async function askNext(): Promise<void> {
  const [target = '', url = ''] = targets[next] ?? [];
  next = (next + 1) % targets.length;
  underWay += 1;
  const answer = await ask(target, url);
  underWay -= 1;
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

let tickedAt = performance.now();
const timer = setInterval(() => {
  const now = performance.now();
  due = Math.min(connections, due + ((now - tickedAt) / 1000) * perSecond);
  tickedAt = now;
  for (; due >= 1 && underWay < connections; due -= 1) {
    void askNext();
  }
}, tickMs);

process.stdin.resume().once('end', () => {
  clearInterval(timer);
});
