import type { RecordSet, RoutingPolicy } from './state.ts';

/**
 * What is wrong with a record set among the others of its name and type, in Route 53's words: they all have the
 * same kind of policy, and no two of them the same region, place or role; one without a policy stands alone.
 */
export function policyProblem(
  { name, type, setIdentifier, policy }: RecordSet,
  siblings: readonly RecordSet[],
): string | undefined {
  const what = `RRSet with DNS name ${name}, type ${type}`;
  if (policy === undefined) {
    return siblings.length > 0
      ? `${what} cannot be created as other RRSets exist with the same name and type.`
      : undefined;
  }
  const set = `${what}, SetIdentifier ${setIdentifier ?? ''}`;
  if (siblings.some((sibling) => sibling.policy?.kind !== policy.kind)) {
    return `${set} cannot be created as a non-${policy.kind} set exists with the same name and type.`;
  }
  const place = placeOf(policy);
  const isTaken = siblings.some(
    (sibling) => sibling.policy !== undefined && placeOf(sibling.policy)?.value === place?.value,
  );
  return place !== undefined && isTaken
    ? `${set}, and ${place.label}=${place.value} cannot be created because a ${policy.kind} RRSet with the same name, type and ${place.word} already exists.`
    : undefined;
}

/** What only one record set of a name and type has; weights may be the same. */
function placeOf(policy: RoutingPolicy) {
  switch (policy.kind) {
    case 'weighted':
      return undefined;
    case 'latency':
      return { label: 'Region Name', word: 'region', value: policy.region };
    case 'failover':
      return { label: 'Failover', word: 'failover role', value: policy.role };
    case 'geolocation': {
      const { continent = '', country = '', subdivision = '' } = policy;
      const value = [continent, country, subdivision].filter(Boolean).join('-');
      return { label: 'GeoLocation', word: 'location', value };
    }
  }
}
