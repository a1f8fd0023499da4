import * as pulumi from '@pulumi/pulumi';
import test from 'ava';
import { createApi } from '../../../infra/api.ts';
import { createDomains } from '../../../infra/domain.ts';
import { parseSettings } from '../../../stack/settings.ts';
import { named, placeAtHome, runProgram } from './_resources.ts';
import { greetingRoutes } from '../_helpers/greeting.ts';

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
    const ways = await createDomains(settings, { api, stages, endpoint: undefined });
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
