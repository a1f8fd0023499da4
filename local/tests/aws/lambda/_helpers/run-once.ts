import { createHash, randomUUID } from 'node:crypto';

import { initialConfiguration } from '../../../../aws/lambda/configuration.ts';
import type { LambdaRuntime } from '../../../../aws/lambda/runtime.ts';
import type { VersionState } from '../../../../aws/lambda/state.ts';
import { archive } from './archive.ts';

/** Runs a handler's module once, without a server around the runtime. */
export async function runOnce(
  runtime: LambdaRuntime,
  source: string,
): Promise<{ readonly kind: string; readonly payload: string }> {
  const zip = await archive({ 'index.mjs': source });
  const target = {
    account: '123456789012',
    region: 'eu-west-1',
    endpoint: 'http://127.0.0.1:1',
    functionName: 'direct',
    version: versionOf(zip),
    provisioned: 0,
    zip: () => zip,
    onStrayLog: () => undefined,
  };
  const { execution } = await runtime.run(target, {
    requestId: randomUUID(),
    invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:direct',
    payload: Buffer.from('{}'),
    timeoutMs: 20_000,
    traceId: '',
  });
  const { ending } = execution;
  return { kind: ending.kind, payload: 'payload' in ending ? ending.payload.toString('utf8') : '' };
}

function versionOf(zip: Buffer): VersionState {
  const configuration = initialConfiguration('direct', {
    runtime: 'nodejs24.x',
    role: 'arn:aws:iam::123456789012:role/r',
    handler: 'index.handler',
    architecture: 'x86_64',
  });
  return {
    version: '1',
    configuration,
    code: { sha: createHash('sha256').update(zip).digest('hex'), size: zip.length },
    modifiedAt: 0,
    change: 'create',
    settlesAt: 0,
    changingRevisionId: '',
    revisionId: '',
  };
}
