import { Server, ServerCredentials, type UntypedServiceImplementation } from '@grpc/grpc-js';
import emptyProto from 'google-protobuf/google/protobuf/empty_pb.js';
import pluginProto from '@pulumi/pulumi/proto/plugin_pb.js';
import providerGrpc from '@pulumi/pulumi/proto/provider_grpc_pb.js';
import providerProto from '@pulumi/pulumi/proto/provider_pb.js';
import type {
  CheckRequest,
  ConfigureRequest,
  CreateRequest,
  DeleteRequest,
  DiffRequest,
  InvokeRequest,
  ReadRequest,
  UpdateRequest,
} from '@pulumi/pulumi/proto/provider_pb.js';
import { readConfiguration } from './configuration.ts';
import { answerUnary } from './grpc-answer.ts';
import { warnThrough } from './engine-warnings.ts';
import { fromStruct, toStruct } from './grpc-struct.ts';
import { describeDifference } from './grpc-difference.ts';
import { Provider, type ChangeRequest } from './provider.ts';
import type { Properties } from './properties.ts';
import { strictness } from './strictness.ts';

/** The version of `@pulumi/aws` that this provider stands in for. */
export const providerVersion = '7.48.0';

export interface ServerOptions {
  /** As of `parseEndpoint`. */
  readonly endpoint: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where the Pulumi engine takes what people are to be told: `127.0.0.1:PORT`. */
  readonly engine?: string;
}

export interface RunningServer {
  readonly port: number;
  close(): void;
}

/** Serves Pulumi's `ResourceProvider` on a free loopback port, as the Pulumi CLI calls it. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const server = new Server({ 'grpc.max_receive_message_length': -1 });
  server.addService(providerGrpc.ResourceProviderService, implement(options));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => {
      if (error) {
        reject(error);
      } else {
        resolve(bound);
      }
    });
  });
  return {
    port,
    close: () => {
      server.forceShutdown();
    },
  };
}

function implement({ endpoint, environment, engine }: ServerOptions): UntypedServiceImplementation {
  const surroundings = {
    isStrict: strictness(environment.LOCAL_AWS_PROJECT),
    ...(engine !== undefined && { warn: warnThrough(engine) }),
  };
  const open = (args: Properties) =>
    new Provider(readConfiguration(args, environment, endpoint), surroundings);
  let configured: Provider | undefined;
  const provider = (): Provider => (configured ??= open({}));

  return {
    getPluginInfo: answerUnary(() => new pluginProto.PluginInfo().setVersion(providerVersion)),
    attach: answerUnary(() => new emptyProto.Empty()),
    getSchema: answerUnary(async () => {
      const { packageSchema } = await import('./package-schema.ts');
      const schema = JSON.stringify(await packageSchema(providerVersion));
      return new providerProto.GetSchemaResponse().setSchema(schema);
    }),

    checkConfig: answerUnary((request: CheckRequest) =>
      new providerProto.CheckResponse().setInputs(request.getNews()),
    ),
    configure: answerUnary(async (request: ConfigureRequest) => {
      configured = open(argsOf(request));
      await configured.checkAccount();
      // The engine then keeps the secrecy of properties, and resolves references and outputs itself.
      return new providerProto.ConfigureResponse().setSupportspreview(true);
    }),
    cancel: answerUnary(() => {
      configured?.cancel();
      return new emptyProto.Empty();
    }),

    check: answerUnary(async (request: CheckRequest) => {
      const { inputs, failures } = await provider().check(
        request.getUrn(),
        fromStruct(request.getOlds()),
        fromStruct(request.getNews()),
        request.getRandomseed_asU8(),
      );
      const response = new providerProto.CheckResponse().setInputs(toStruct(inputs));
      for (const { property, reason } of failures) {
        response.addFailures(
          new providerProto.CheckFailure().setProperty(property).setReason(reason),
        );
      }
      return response;
    }),

    diff: answerUnary(async (request: DiffRequest) =>
      describeDifference(await provider().diff(changeOf(request))),
    ),

    create: answerUnary(async (request: CreateRequest) => {
      const inputs = fromStruct(request.getProperties());
      const made = await provider().create(request.getUrn(), inputs, request.getPreview());
      return new providerProto.CreateResponse()
        .setId(made.id)
        .setProperties(toStruct(made.properties));
    }),

    read: answerUnary(async (request: ReadRequest) => {
      const live = await provider().read(
        {
          urn: request.getUrn(),
          id: request.getId(),
          state: fromStruct(request.getProperties()),
        },
        fromStruct(request.getInputs()),
      );
      const response = new providerProto.ReadResponse();
      if (live === undefined) {
        return response;
      }
      return response
        .setId(live.id)
        .setProperties(toStruct(live.properties))
        .setInputs(toStruct(live.inputs));
    }),

    update: answerUnary(async (request: UpdateRequest) => {
      const properties = await provider().update(changeOf(request), request.getPreview());
      return new providerProto.UpdateResponse().setProperties(toStruct(properties));
    }),

    delete: answerUnary(async (request: DeleteRequest) => {
      await provider().delete({
        urn: request.getUrn(),
        id: request.getId(),
        state: fromStruct(request.getProperties()),
      });
      return new emptyProto.Empty();
    }),

    invoke: answerUnary(async (request: InvokeRequest) => {
      const result = await provider().invoke(request.getTok(), fromStruct(request.getArgs()));
      return new providerProto.InvokeResponse().setReturn(toStruct(result));
    }),
  };
}

function argsOf(request: ConfigureRequest) {
  const variables: Record<string, string> = {};
  request.getVariablesMap().forEach((value, name) => {
    variables[name.replace(/^aws:(?:config:)?/, '')] = value;
  });
  return { ...variables, ...fromStruct(request.getArgs()) };
}

function changeOf(request: DiffRequest | UpdateRequest): ChangeRequest {
  return {
    urn: request.getUrn(),
    id: request.getId(),
    state: fromStruct(request.getOlds()),
    asked: fromStruct(request.getNews()),
    ignoreChanges: request.getIgnorechangesList(),
  };
}
