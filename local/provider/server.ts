import { Server, ServerCredentials, type UntypedServiceImplementation } from '@grpc/grpc-js';
import emptyProto from 'google-protobuf/google/protobuf/empty_pb.js';
import pluginProto from '@pulumi/pulumi/proto/plugin_pb.js';
import providerGrpc from '@pulumi/pulumi/proto/provider_grpc_pb.js';
import providerProto from '@pulumi/pulumi/proto/provider_pb.js';
import type { PluginAttach } from '@pulumi/pulumi/proto/plugin_pb.js';
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
  /** Where the Pulumi engine takes what people are to be told: `127.0.0.1:PORT`. One that attaches says it itself. */
  readonly engine?: string;
}

export interface RunningServer {
  readonly port: number;
  /** Of the engines that have attached. */
  readonly engines: ReadonlySet<string>;
  close(): void;
}

/**
 * Serves Pulumi's `ResourceProvider` on a free loopback port, as the Pulumi CLI calls it: each of its connections
 * is a provider with a configuration of its own.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const server = new Server({ 'grpc.max_receive_message_length': -1 });
  const engines = new Set<string>();
  server.addService(providerGrpc.ResourceProviderService, implement(options, engines));
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
    engines,
    close: () => {
      server.forceShutdown();
    },
  };
}

/** What one connection has told. */
interface Connection {
  engine: string | undefined;
  configured: Provider | undefined;
}

function implement(
  { endpoint, environment, engine }: ServerOptions,
  engines: Set<string>,
): UntypedServiceImplementation {
  const isStrict = strictness(environment.LOCAL_AWS_PROJECT);
  const connections = new Map<string, Connection>();
  const connectionOf = (peer: string): Connection => {
    const connection = connections.get(peer) ?? { engine, configured: undefined };
    connections.set(peer, connection);
    return connection;
  };
  const configure = (peer: string, args: Properties): Provider => {
    const connection = connectionOf(peer);
    connection.configured = new Provider(readConfiguration(args, environment, endpoint), {
      isStrict,
      ...(connection.engine !== undefined && { warn: warnThrough(connection.engine) }),
    });
    return connection.configured;
  };
  const provider = (peer: string): Provider => connectionOf(peer).configured ?? configure(peer, {});

  return {
    getPluginInfo: answerUnary(() => new pluginProto.PluginInfo().setVersion(providerVersion)),
    attach: answerUnary((request: PluginAttach, peer) => {
      connectionOf(peer).engine = request.getAddress();
      engines.add(request.getAddress());
      return new emptyProto.Empty();
    }),
    getSchema: answerUnary(async () => {
      const { packageSchema } = await import('./package-schema.ts');
      const schema = JSON.stringify(await packageSchema(providerVersion));
      return new providerProto.GetSchemaResponse().setSchema(schema);
    }),

    checkConfig: answerUnary((request: CheckRequest) =>
      new providerProto.CheckResponse().setInputs(request.getNews()),
    ),
    configure: answerUnary(async (request: ConfigureRequest, peer) => {
      await configure(peer, argsOf(request)).checkAccount();
      // The engine then keeps the secrecy of properties, and resolves references and outputs itself.
      return new providerProto.ConfigureResponse().setSupportspreview(true);
    }),
    cancel: answerUnary((_, peer) => {
      connectionOf(peer).configured?.cancel();
      return new emptyProto.Empty();
    }),

    check: answerUnary(async (request: CheckRequest, peer) => {
      const { inputs, failures } = await provider(peer).check(
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

    diff: answerUnary(async (request: DiffRequest, peer) =>
      describeDifference(await provider(peer).diff(changeOf(request))),
    ),

    create: answerUnary(async (request: CreateRequest, peer) => {
      const inputs = fromStruct(request.getProperties());
      const made = await provider(peer).create(request.getUrn(), inputs, request.getPreview());
      return new providerProto.CreateResponse()
        .setId(made.id)
        .setProperties(toStruct(made.properties));
    }),

    read: answerUnary(async (request: ReadRequest, peer) => {
      const live = await provider(peer).read(
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

    update: answerUnary(async (request: UpdateRequest, peer) => {
      const properties = await provider(peer).update(changeOf(request), request.getPreview());
      return new providerProto.UpdateResponse().setProperties(toStruct(properties));
    }),

    delete: answerUnary(async (request: DeleteRequest, peer) => {
      await provider(peer).delete({
        urn: request.getUrn(),
        id: request.getId(),
        state: fromStruct(request.getProperties()),
      });
      return new emptyProto.Empty();
    }),

    invoke: answerUnary(async (request: InvokeRequest, peer) => {
      const result = await provider(peer).invoke(request.getTok(), fromStruct(request.getArgs()));
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
