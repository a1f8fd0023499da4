import test from 'ava';
import fc from 'fast-check';

import { encodeFrame, FrameReader } from '../../../../aws/lambda/execution/frames.ts';

test('frames arrive whole and in order, however the bytes are cut', (t) => {
  const frame = fc.record({ kind: fc.nat({ max: 255 }), body: fc.uint8Array({ maxLength: 50 }) });
  const cuts = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 10 });
  fc.assert(
    fc.property(fc.array(frame, { maxLength: 6 }), cuts, (frames, sizes) => {
      const bytes = Buffer.concat(
        frames.map(({ kind, body }) => encodeFrame(kind, Buffer.from(body))),
      );
      const reader = new FrameReader();
      const received = [];
      for (let offset = 0, index = 0; offset < bytes.length; index++) {
        const size = sizes[index % sizes.length] ?? 1;
        received.push(...reader.push(bytes.subarray(offset, offset + size)));
        offset += size;
      }
      t.deepEqual(
        received.map(({ kind, body }) => ({ kind, body: [...body] })),
        frames.map(({ kind, body }) => ({ kind, body: [...body] })),
      );
    }),
  );
});

test('text is framed as UTF-8', (t) => {
  const [frame] = new FrameReader().push(encodeFrame(7, 'grüß 🌍'));
  t.is(frame?.body.toString('utf8'), 'grüß 🌍');
});
