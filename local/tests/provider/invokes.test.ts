import test from 'ava';
import { startWorkbench } from './_helpers/provider-on.ts';

test("the caller, the region and the partition are the provider's", async (t) => {
  const { provider } = await startWorkbench(t);
  t.like(await provider.invoke('aws:index/getCallerIdentity:getCallerIdentity', {}), {
    accountId: '123456789012',
    id: '123456789012',
  });
  t.like(await provider.invoke('aws:index/getRegion:getRegion', {}), { region: 'eu-west-1' });
  t.like(await provider.invoke('aws:index/getRegion:getRegion', { region: 'us-east-1' }), {
    region: 'us-east-1',
  });
  t.deepEqual(await provider.invoke('aws:index/getPartition:getPartition', {}), {
    id: 'aws',
    partition: 'aws',
    dnsSuffix: 'amazonaws.com',
    reverseDnsPrefix: 'com.amazonaws',
  });
  await t.throwsAsync(provider.invoke('aws:ec2/getVpc:getVpc', {}), {
    message: /does not model the function aws:ec2\/getVpc:getVpc/,
  });
});
