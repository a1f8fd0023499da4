import test from 'ava';
import { renderJunit } from '../../../../../runner/report/text/junit.ts';
import { putBackReport } from '../_reports.ts';

test('each tier is a suite, with its tests, and the steps are one', (t) => {
  const xml = renderJunit(putBackReport());
  t.true(xml.startsWith('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="Release '));
  t.true(xml.includes('tests="6" failures="2"'));
  t.true(xml.includes('<testsuite name="steps" tests="3" failures="1"'));
  t.true(xml.includes('<testsuite name="unit-tier" tests="3" failures="1"'));
  t.regex(xml, /name="greets by name"><failure message=""><\/failure>/);
  t.regex(xml, /name="judge-prod-10" time="1\.060"><failure message="The judge is red">/);
});

test('what others chose is text in it', (t) => {
  const xml = renderJunit(
    putBackReport({ problem: ']]></failure>"\u0000\u001B[31m', output: '\uFFFE&' }),
  );
  t.true(xml.includes('message="]]&gt;&lt;/failure&gt;&quot;\uFFFD"'));
  t.true(xml.includes('<system-out>\uFFFD&amp;</system-out>'));
});
