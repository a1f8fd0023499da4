import type { ByName } from '../by-name.ts';
import type {
  ApiDefinition,
  Integration,
  Method,
  MethodSetting,
  Resource,
  RestApi,
  Stage,
} from '../apigateway/state.ts';
import type { RequestTrace } from '../activity/request-trace.ts';
import type { Region } from '../region.ts';
import type { RequestContext } from './context.ts';
import type { ExecutionLog } from './logging/execution-log.ts';
import type { RequestParameters } from './parameters.ts';
import type { ExecuteApiRequest } from './types.ts';

/** One request on its way through a stage. */
export interface Exchange {
  readonly region: Region;
  readonly request: ExecuteApiRequest;
  readonly api: RestApi;
  readonly stage: Stage;
  /** What the deployment holds, never the editable definition. */
  readonly definition: ApiDefinition;
  /** The stage's variables, overridden by the canary's where it serves. */
  readonly variables: ByName<string>;
  readonly parameters: RequestParameters;
  /** `$context`. */
  readonly context: RequestContext;
  readonly log: ExecutionLog;
  readonly trace: RequestTrace;
}

/** An exchange whose resource and method are known. */
export interface RoutedExchange extends Exchange {
  readonly resource: Resource;
  readonly method: Method;
  readonly integration: Integration;
  readonly setting: MethodSetting | undefined;
}

/** What an integration answered, before it is mapped. */
export interface EndpointResponse {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
  /** What selection patterns are matched against; undefined takes the default response. */
  readonly selector: string | undefined;
}
