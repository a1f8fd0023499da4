import test from 'ava';
import { regionsSection } from '../../../../../runner/report/html/regions-section.ts';
import { putBackReport, target } from '../_reports.ts';

const report = putBackReport();
const regions = ['eu-west-1', 'us-east-1'];

test('a stack of one region has no grid', (t) => {
  t.is(regionsSection(report), undefined);
});

test('of several, each region is a row with what every target serves there', (t) => {
  const targets = regions.flatMap((region) =>
    ['stage', 'prod'].map((name) => ({
      ...{ name, region, before: target(name, '6') },
      after: target(name, region === 'eu-west-1' && name === 'stage' ? '7' : '6'),
    })),
  );
  const body = regionsSection({ ...report, targets })?.body.text ?? '';
  const rows = [...body.matchAll(/<tr><th scope="row">(.*?)<\/th>(.*?)<\/tr>/g)];
  t.deepEqual(
    rows.map(([, region]) => region),
    regions,
  );
  t.regex(rows[0]?.[2] ?? '', /7@a1b2c3.*moved.*6@a1b2c3.*as it was/);
  t.regex(rows[1]?.[2] ?? '', /6@a1b2c3.*as it was.*6@a1b2c3.*as it was/);
});

test('a region that could not be read afterwards says so', (t) => {
  const targets = regions.map((region) => ({
    ...{ name: 'prod', region, before: target('prod', '6') },
    after: region === 'us-east-1' ? null : target('prod', '6'),
  }));
  t.regex(regionsSection({ ...report, targets })?.body.text ?? '', /not read afterwards/);
});
