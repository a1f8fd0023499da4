import test from 'ava';

import { readXml } from '../../../aws/protocols/read-xml.ts';

test('elements are values by name, several of a name a list', (t) => {
  const document = `<?xml version="1.0"?>
    <Batch xmlns="https://example.test/">
      <Change><Name>a</Name></Change><Change><Name>b</Name></Change>
      <Comment>&lt;one &amp; two&gt; &#x41;&#66;</Comment><Empty/>
    </Batch>`;
  t.deepEqual(readXml(document), {
    Change: [{ Name: 'a' }, { Name: 'b' }],
    Comment: '<one & two> AB',
    Empty: '',
  });
});

for (const broken of ['<a>', '<a></b>', '</a>', '<a><b></a></b>', 'text', '']) {
  test(`${JSON.stringify(broken)} is no document`, (t) => {
    t.throws(() => readXml(broken), { name: 'AwsError', message: /malformed/ });
  });
}
