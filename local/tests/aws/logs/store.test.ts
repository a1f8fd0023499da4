import { appendFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { LogStore } from '../../../aws/logs/store.ts';
import { temporaryFolder } from '../../_helpers/temporary-folder.ts';

function messages(store: LogStore, group: string, stream: string): string[] {
  return (store.streams(group).get(stream)?.events ?? []).map((event) => event.message);
}

function lines(...texts: string[]) {
  return texts.map((message) => ({ timestamp: 1, message }));
}

test('what was flushed is there in another process, without a close', async (t) => {
  const dir = await temporaryFolder(t);
  const first = new LogStore(dir);
  t.teardown(() => first.close());
  first.append('/aws/lambda/greeting', 's', lines('a', 'b'));
  first.flush();
  const second = new LogStore(dir);
  t.teardown(() => second.close());
  t.deepEqual(messages(second, '/aws/lambda/greeting', 's'), ['a', 'b']);
});

test('what is appended is on disk soon, without a flush', async (t) => {
  const dir = await temporaryFolder(t);
  const store = new LogStore(dir);
  t.teardown(() => store.close());
  store.append('group', 's', lines('a'));
  let found: string[] = [];
  while (found.length === 0) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    const other = new LogStore(dir);
    found = messages(other, 'group', 's');
    await other.close();
  }
  t.deepEqual(found, ['a']);
});

test('a line that a kill cut short is left out, and the next one is not lost with it', async (t) => {
  const dir = await temporaryFolder(t);
  const store = new LogStore(dir);
  store.append('group', 's', lines('whole'));
  await store.close();
  const [file = ''] = await readdir(dir);
  await appendFile(join(dir, file), '["event","s",1,1,17');
  const next = new LogStore(dir);
  next.append('group', 's', lines('after'));
  t.deepEqual(messages(next, 'group', 's'), ['whole', 'after']);
  await next.close();
});

test('groups whose names differ only in case or in a slash do not share events', async (t) => {
  const store = new LogStore(await temporaryFolder(t));
  t.teardown(() => store.close());
  const names = ['a/b', 'A/b', 'a_b', 'a'.repeat(512)];
  for (const name of names) {
    store.append(name, 's', lines(name));
  }
  t.deepEqual(
    names.map((name) => messages(store, name, 's')),
    names.map((name) => [name]),
  );
});

test('a group that grows too large keeps its newest events and all its streams', async (t) => {
  const dir = await temporaryFolder(t);
  const maxGroupBytes = 20_000;
  const store = new LogStore(dir, { maxGroupBytes });
  t.teardown(() => store.close());
  store.createStream('group', 'quiet', 1);
  for (let index = 0; index < 500; index += 1) {
    store.append('group', 's', [
      { timestamp: index, message: `${String(index)} ${'x'.repeat(50)}` },
    ]);
    store.flush();
  }
  const kept = messages(store, 'group', 's').map((message) => Number.parseInt(message, 10));
  t.is(kept.at(-1), 499);
  t.true(kept.length > 50 && kept.length < 300, String(kept.length));
  t.deepEqual(
    kept,
    kept.map((_, index) => 500 - kept.length + index),
  );
  t.true(store.streams('group').has('quiet'));
  const sizes = await Promise.all(
    (await readdir(dir)).map(async (file) => (await stat(join(dir, file))).size),
  );
  t.true(sizes.reduce((sum, size) => sum + size, 0) <= maxGroupBytes + 1000);
});

test('a group keeps streams of an earlier process however often it grows too large, and no deleted one', async (t) => {
  const dir = await temporaryFolder(t);
  const open = () => new LogStore(dir, { maxGroupBytes: 4000 });
  const first = open();
  first.createStream('group', 'quiet', 1);
  first.createStream('group', 'deleted', 1);
  await first.close();
  const store = open();
  t.teardown(() => store.close());
  const fill = (stream: string): void => {
    for (let index = 0; index < 100; index += 1) {
      store.append('group', stream, lines('x'.repeat(100)), 7);
      store.flush();
    }
  };
  fill('s');
  store.deleteStream('group', 'deleted');
  fill('t');
  const made = [...store.streams('group').values()].map(({ name, creationTime }) => ({
    name,
    creationTime,
  }));
  t.deepEqual(
    made.sort((one, other) => one.name.localeCompare(other.name)),
    [
      { name: 'quiet', creationTime: 1 },
      { name: 's', creationTime: 7 },
      { name: 't', creationTime: 7 },
    ],
  );
});
