import { contextVariable } from '../context.ts';
import type { Exchange } from '../exchange.ts';
import { streamName } from './execution-log.ts';
import { logLater } from './log-batch.ts';

/** Writes the stage's access log line; only log groups are modelled as a destination. */
export function writeAccessLog(exchange: Exchange): void {
  const { destinationArn, format } = exchange.stage.accessLogSettings ?? {};
  if (destinationArn === undefined || format === undefined) {
    return;
  }
  const group = /^arn:[^:]+:logs:[^:]+:[^:]+:log-group:([^:]+)/.exec(destinationArn)?.[1];
  if (group === undefined) {
    return;
  }
  const { api, stage, region } = exchange;
  logLater(region, group, streamName('access', api.id, stage.stageName), [
    renderAccessLog(exchange, format),
  ]);
}

/** Replaces `$context.X`; one without a value is a dash. */
export function renderAccessLog(exchange: Pick<Exchange, 'context'>, format: string): string {
  return format.replace(
    /\$context\.([A-Za-z]\w*(?:\.[A-Za-z]\w*)*)|\$\{context\.([A-Za-z][\w.]*)\}/g,
    (_, bare?: string, braced?: string) =>
      contextVariable(exchange.context, bare ?? braced ?? '') ?? '-',
  );
}
