import test from 'ava';
import { findRegionProblems, parseSettings } from '../../../stack/settings.ts';

const home = 'eu-west-1';
const american = 'us-east-1';
const both = [home, american];
const named = { zone: 'example.test', targets: { prod: 'api.example.test' } };
const latency = { policy: 'latency', healthPath: '/' };

function problemsOf(domain: object, regions: readonly string[] = both): string[] {
  return findRegionProblems(
    parseSettings({ function: { name: 'greeting' }, regions, domain: { ...named, ...domain } }),
    home,
  );
}

const right: Readonly<Record<string, [object, (readonly string[])?]>> = {
  'a stack of one region without routing': [{}, []],
  'the last region, before routing goes': [{ routing: latency }, [home]],
  latency: [{ routing: latency }],
  weights: [{ routing: { ...latency, policy: 'weighted', weights: { [home]: 1, [american]: 0 } } }],
  places: [
    {
      routing: { ...latency, policy: 'geolocation', places: { [home]: ['*'], [american]: ['NA'] } },
    },
  ],
  'failover to the home region': [
    { routing: { ...latency, policy: 'failover', primary: american } },
  ],
};

for (const [what, [domain, regions]] of Object.entries(right)) {
  test(`${what} is right`, (t) => {
    t.deepEqual(problemsOf(domain, regions), []);
  });
}

const wrong: Readonly<Record<string, [object, RegExp, (readonly string[])?]>> = {
  'several regions without routing': [{}, /domain\.routing: is missing.*eu-west-1, us-east-1/],
  'routing without regions': [{ routing: latency }, /and regions names none/, []],
  'no zone': [{ routing: latency, zone: undefined }, /domain\.zone: is missing/],
  'a certificate of one region': [
    {
      routing: latency,
      certificate: 'arn:aws:acm:eu-west-1:123456789012:certificate/a',
    },
    /domain\.certificate: is in one region/,
  ],
  CloudFront: [{ routing: latency, endpoint: 'edge' }, /domain\.endpoint: edge/],
  'what is for another policy': [
    { routing: { ...latency, weights: { [home]: 1 } } },
    /domain\.routing\.weights: is for the policy weighted, and the policy is latency/,
  ],
  'a region without a weight': [
    { routing: { ...latency, policy: 'weighted', weights: { [home]: 1 } } },
    /domain\.routing\.weights: lacks us-east-1/,
  ],
  'a weight of a region that there is not': [
    {
      routing: {
        ...latency,
        policy: 'weighted',
        weights: { [home]: 1, [american]: 1, 'sa-east-1': 1 },
      },
    },
    /domain\.routing\.weights\.sa-east-1: the stack is in eu-west-1, us-east-1/,
  ],
  'nothing but zeros': [
    { routing: { ...latency, policy: 'weighted', weights: { [home]: 0, [american]: 0 } } },
    /leave every region without callers/,
  ],
  'clients that no place has': [
    {
      routing: {
        ...latency,
        policy: 'geolocation',
        places: { [home]: ['EU'], [american]: ['NA'] },
      },
    },
    /no region has \*/,
  ],
  'a place of two regions': [
    {
      routing: { ...latency, policy: 'geolocation', places: { [home]: ['*'], [american]: ['*'] } },
    },
    /\* has two regions/,
  ],
  'failover between three': [
    { routing: { ...latency, policy: 'failover' } },
    /failover is between two regions/,
    [...both, 'sa-east-1'],
  ],
  'a primary elsewhere': [
    { routing: { ...latency, policy: 'failover', primary: 'sa-east-1' } },
    /domain\.routing\.primary: is sa-east-1/,
  ],
};

for (const [what, [domain, message, regions]] of Object.entries(wrong)) {
  test(`${what} is refused`, (t) => {
    t.regex(problemsOf(domain, regions).join('\n'), message);
  });
}
