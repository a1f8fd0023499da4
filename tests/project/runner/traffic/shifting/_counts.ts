import type {
  CloudWatchClient,
  Dimension,
  GetMetricDataCommandInput,
} from '@aws-sdk/client-cloudwatch';

interface Dimensions {
  /** `greeting:PROD` */
  readonly Resource: string | undefined;
  readonly ExecutedVersion: string | undefined;
}

/**
 * Lets CloudWatch answer how many invocations there were; a test cannot put figures into the
 * namespace of AWS.
 *
 * @param count by the dimensions that are asked for; undefined where there are no figures.
 * @returns how often it was asked.
 */
export function answerCounts(
  cloudWatch: CloudWatchClient,
  count: (dimensions: Dimensions) => number | undefined,
): () => number {
  let asked = 0;
  cloudWatch.middlewareStack.add(
    () => (args) => {
      asked += 1;
      const { MetricDataQueries = [] } = args.input as GetMetricDataCommandInput;
      const MetricDataResults = MetricDataQueries.map(({ Id, MetricStat }) => {
        const { Dimensions = [] } = MetricStat?.Metric ?? {};
        const value = count(dimensionsOf(Dimensions));
        const has = Id === 'invocations' && value !== undefined;
        return { Id, Timestamps: has ? [new Date(0)] : [], Values: has ? [value] : [] };
      });
      return Promise.resolve({ response: undefined, output: { $metadata: {}, MetricDataResults } });
    },
    { step: 'initialize' },
  );
  return () => asked;
}

function dimensionsOf(dimensions: readonly Dimension[]): Dimensions {
  const value = (name: string) => dimensions.find(({ Name }) => Name === name)?.Value;
  return { Resource: value('Resource'), ExecutedVersion: value('ExecutedVersion') };
}
