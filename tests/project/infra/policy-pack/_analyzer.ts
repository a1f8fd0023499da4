import { execPath } from 'node:process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { credentials, type ServiceError } from '@grpc/grpc-js';
import emptyProto from 'google-protobuf/google/protobuf/empty_pb.js';
import structProto from 'google-protobuf/google/protobuf/struct_pb.js';
import analyzerGrpc from '@pulumi/pulumi/proto/analyzer_grpc_pb.js';
import analyzerProto from '@pulumi/pulumi/proto/analyzer_pb.js';
import type {
  AnalyzeDiagnostic,
  AnalyzerInfo,
  AnalyzeResponse,
} from '@pulumi/pulumi/proto/analyzer_pb.js';
import type { Resource } from '../../../../infra/policy-pack/rules.ts';
import { encodeProperties } from '../../../../local/provider/wire.ts';
import { urnOf } from '../../../../local/tests/provider/_helpers/provider-on.ts';

export const packFolder = join(import.meta.dirname, '..', '..', '..', '..', 'infra', 'policy-pack');

/** What the language host runs: Pulumi's own loader of policy packs, found from the pack's folder. */
const loader = createRequire(join(packFolder, 'package.json')).resolve(
  '@pulumi/pulumi/cmd/run-policy-pack',
);

/** The engine listens there for log lines; nobody does here. */
const engineAddress = '127.0.0.1:1';

/** The pack, as the engine asks it. */
export interface Analyzer {
  info(): Promise<AnalyzerInfo>;
  analyze(resource: Resource): Promise<AnalyzeDiagnostic[]>;
  /** Ends the pack. */
  close(): Promise<void>;
}

/**
 * Starts the pack as the official Node.js language host does (RunPlugin of an analyzer): its folder is the
 * working directory and the last argument.
 */
export async function startAnalyzer(): Promise<Analyzer> {
  const child = spawn(execPath, [loader, engineAddress, packFolder], {
    cwd: packFolder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const port = await Promise.race([
    once(createInterface(child.stdout), 'line').then(String),
    exited.then(([code]) => Promise.reject(new Error(`The pack ended with ${String(code)}.`))),
  ]);
  const client = new analyzerGrpc.AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure());
  return {
    info: () =>
      answer<AnalyzerInfo>((done) => client.getAnalyzerInfo(new emptyProto.Empty(), done)),
    async analyze(resource) {
      const response = await answer<AnalyzeResponse>((done) =>
        client.analyze(requestFor(resource), done),
      );
      return response.getDiagnosticsList();
    },
    async close() {
      client.close();
      child.kill();
      await exited;
    },
  };
}

function requestFor({ type, name, props, opts }: Resource) {
  const options = new analyzerProto.AnalyzerResourceOptions();
  options.setIgnorechangesList([...opts.ignoreChanges]);
  options.setCustomtimeouts(new analyzerProto.AnalyzerResourceOptions.CustomTimeouts());
  const request = new analyzerProto.AnalyzeRequest();
  request.setType(type);
  request.setName(name);
  request.setUrn(urnOf(type, name));
  request.setProperties(structProto.Struct.fromJavaScript(encodeProperties(props)));
  request.setOptions(options);
  return request;
}

type Done<Response> = (error: ServiceError | null, response: Response) => void;

async function answer<Response>(call: (done: Done<Response>) => unknown): Promise<Response> {
  return new Promise((resolve, reject) => {
    call((error, response) => {
      if (error) {
        reject(error);
      } else {
        resolve(response);
      }
    });
  });
}
