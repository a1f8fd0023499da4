import * as pulumi from '@pulumi/pulumi';
import test from 'ava';
import { createApi } from '../../../infra/api.ts';
import { createDomains, type AtHome } from '../../../infra/domain.ts';
import { placeIn, type Place } from '../../../infra/place.ts';
import { parseSettings } from '../../../stack/settings.ts';
import { named, placeAtHome, runProgram } from './_resources.ts';
import { greetingRoutes } from '../_helpers/greeting.ts';
import { region } from '../../../local/tests/_helpers/account.ts';

const stages = new Map([
  ['stage', 'stage'],
  ['prod', 'prod'],
  ['prod_standby', 'prod_standby'],
]);

async function make(domain: object) {
  const settings = parseSettings({ function: { name: 'greeting' }, domain });
  return runProgram(async () => {
    const arn = pulumi.output('arn:aws:lambda:::function:greeting');
    const api = await createApi('greeting', placeAtHome(), arn, {
      routes: greetingRoutes(),
    });
    const { ways } = await createDomains(settings, {
      ...{ place: placeAtHome(), home: region, api, stages, endpoint: undefined },
    });
    return Object.fromEntries(ways);
  });
}

const name = 'api.example.test';

test.serial(
  'a name has a certificate that its zone proves, and records to what answers',
  async (t) => {
    const { resources, outputs } = await make({ zone: 'example.test', targets: { prod: name } });
    t.like(named(resources, `${name}-certificate`).props, {
      ...{ domainName: name, validationMethod: 'DNS' },
    });
    t.like(named(resources, `${name}-validation`).props, {
      ...{ zoneId: 'Z1', name: '_proof.example.test.', type: 'CNAME' },
      records: ['_value.acm-validations.aws.'],
    });
    const domain = named(resources, `${name}-domain`);
    t.like(domain.props, { domainName: name, securityPolicy: 'TLS_1_2' });
    t.like(domain.props.endpointConfiguration, { types: 'REGIONAL', ipAddressType: 'dualstack' });
    const aliases = ['a', 'aaaa'].map((type) => named(resources, `${name}-${type}`));
    for (const record of aliases) {
      t.deepEqual(record.props.aliases, [
        { name: 'd-1.execute-api.test', zoneId: 'ZREGIONAL', evaluateTargetHealth: false },
      ]);
    }
    const mapping = named(resources, 'prod-mapping');
    t.deepEqual(mapping.props, { restApi: 'api-id', stageName: 'prod', domainName: name });
    for (const kept of [domain, mapping, ...aliases]) {
      t.true(kept.isProtected, kept.name);
    }
    t.like(outputs, {
      prod: { domain: name, url: `https://${name}`, connectTo: 'd-1.execute-api.test' },
    });
  },
);

test.serial('two targets share a name by their base paths; the tests have theirs', async (t) => {
  const { resources, outputs } = await make({
    targets: { stage: `${name}/stage`, prod: `${name}/v1` },
    standby: 'standby.example.test',
  });
  const made = (type: string) => resources.filter((resource) => resource.type === type);
  t.is(made('aws:apigateway/domainName:DomainName').length, 2);
  t.is(made('aws:route53/record:Record').length, 0, 'without a zone, nobody’s records are set');
  t.deepEqual(
    made('aws:apigateway/basePathMapping:BasePathMapping').map(({ props, isProtected }) => [
      ...[props.domainName, props.basePath, props.stageName, isProtected],
    ]),
    [
      [name, 'stage', 'stage', true],
      [name, 'v1', 'prod', true],
      ['standby.example.test', 'prod_standby', 'prod_standby', false],
    ],
  );
  t.true(named(resources, `${name}-domain`).isProtected);
  t.false(named(resources, 'standby.example.test-standby-domain').isProtected);
  t.like(outputs, { prod_standby: { url: 'https://standby.example.test/prod_standby' } });
});

test.serial(
  'before CloudFront, the certificate is of its region, and records lead to it',
  async (t) => {
    const { resources } = await make({
      ...{ zone: 'example.test', endpoint: 'edge', targets: { prod: name } },
    });
    t.is(named(resources, `${name}-certificate`).props.region, 'us-east-1');
    const { props } = named(resources, `${name}-domain`);
    t.is(props.regionalCertificateArn, undefined);
    t.like(props.endpointConfiguration, { types: 'EDGE' });
    t.like(named(resources, `${name}-a`).props.aliases, {
      0: { name: 'd1.cloudfront.test', zoneId: 'ZCLOUDFRONT' },
    });
  },
);

test.serial('a certificate that is given is taken as it is', async (t) => {
  const certificate = 'arn:aws:acm:eu-west-1:123456789012:certificate/a-b';
  const { resources } = await make({ certificate, targets: { prod: name } });
  t.is(named(resources, `${name}-domain`).props.regionalCertificateArn, certificate);
  t.false(resources.some(({ type }) => type.startsWith('aws:acm/')));
});

const other = 'us-east-1';

/** The names of a stack in two regions. */
async function makeRouted(routing: object) {
  const settings = parseSettings({
    function: { name: 'greeting' },
    regions: [region, other],
    domain: {
      ...{ zone: 'example.test', targets: { prod: `${name}/v1` }, standby: 'standby.example.test' },
      routing: { healthPath: '/ready', ...routing },
    },
  });
  return runProgram(async () => {
    const ofRegion = async (place: Place, atHome?: AtHome) => {
      const arn = pulumi.output('arn:aws:lambda:::function:greeting');
      const api = await createApi('greeting', place, arn, { routes: greetingRoutes() });
      const context = { place, home: region, api, stages, endpoint: undefined, atHome };
      return createDomains(settings, context);
    };
    const home = await ofRegion(placeAtHome());
    const elsewhere = placeIn(other, region, { aws: { region }, previous: undefined });
    const away = await ofRegion(elsewhere, home.made);
    return { home: Object.fromEntries(home.ways), away: Object.fromEntries(away.ways) };
  });
}

test.serial(
  'a routed name has its domain in each region, and one that leads there alone',
  async (t) => {
    const { resources, outputs } = await makeRouted({ policy: 'latency' });
    const domains = resources.filter(({ type }) => type === 'aws:apigateway/domainName:DomainName');
    t.deepEqual(
      domains.map(({ name: known, props, isProtected }) => [
        ...[known, props.domainName, props.region, isProtected],
      ]),
      [
        [`${name}-domain`, name, undefined, true],
        ['standby.example.test-standby-domain', 'standby.example.test', undefined, false],
        [`${region}.${name}-domain`, `${region}.${name}`, undefined, false],
        [`${other}-${name}-domain`, name, other, true],
        [
          `${other}-${other}.standby.example.test-domain`,
          ...[`${other}.standby.example.test`, other, false],
        ],
        [`${other}-${other}.${name}-domain`, `${other}.${name}`, other, false],
      ],
    );
    t.like(outputs, {
      home: {
        prod: { domain: `${name}/v1`, url: `https://${region}.${name}/v1` },
        prod_standby: { url: 'https://standby.example.test/prod_standby' },
      },
      away: {
        prod: { domain: `${name}/v1`, url: `https://${other}.${name}/v1` },
        prod_standby: { url: `https://${other}.standby.example.test/prod_standby` },
      },
    });
    const proofs = resources.filter(({ name: known }) => known.endsWith(`${name}-validation`));
    t.deepEqual(
      proofs.map(({ name: known }) => known),
      [
        `${name}-validation`,
        `${region}.${name}-validation`,
        `${other}-${other}.${name}-validation`,
      ],
      'what proves a name is the same in all regions, and is there once',
    );
  },
);

test.serial(
  'records lead to each region by its policy, while its health check finds it well',
  async (t) => {
    const { resources } = await makeRouted({ policy: 'failover' });
    for (const [known, at, type] of [
      [name, region, 'PRIMARY'],
      [`${other}-${name}`, other, 'SECONDARY'],
    ] as const) {
      t.like(named(resources, `${known}-health`).props, {
        ...{ type: 'HTTPS', fqdn: `${at}.${name}`, port: 443, resourcePath: '/v1/ready' },
      });
      for (const record of ['a', 'aaaa']) {
        t.like(named(resources, `${known}-${record}`).props, {
          ...{ name, setIdentifier: at, healthCheckId: `${known}-health-id` },
          failoverRoutingPolicies: [{ type }],
        });
      }
    }
    const own = named(resources, `${other}-${other}.${name}-a`).props;
    t.deepEqual([own.setIdentifier, own.healthCheckId], [undefined, undefined]);
  },
);
