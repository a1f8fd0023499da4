import providerProto from '@pulumi/pulumi/proto/provider_pb.js';
import type { DiffResponse } from '@pulumi/pulumi/proto/provider_pb.js';
import type { ProviderDifference } from './provider.ts';
import { parsePath } from './property-path.ts';

/** A difference as the Pulumi CLI takes it: with the path and the kind of every change, for it to print. */
export function describeDifference(difference: ProviderDifference): DiffResponse {
  const { changed, details, outdated, replaces, deleteBeforeReplace } = difference;
  const { DiffChanges } = providerProto.DiffResponse;
  const names = [...new Set([...changed, ...Object.keys(outdated)])];
  const response = new providerProto.DiffResponse()
    .setChanges(names.length > 0 ? DiffChanges.DIFF_SOME : DiffChanges.DIFF_NONE)
    .setDiffsList(names)
    .setReplacesList([...replaces])
    .setDeletebeforereplace(deleteBeforeReplace)
    .setHasdetaileddiff(true);
  const map = response.getDetaileddiffMap();
  const detailed = new Set([...details.keys()].map(propertyOf));
  for (const name of names) {
    if (!detailed.has(name)) {
      map.set(name, propertyDiff('update', false));
    }
  }
  for (const [path, { kind, replace }] of details) {
    map.set(path, propertyDiff(kind, replace));
  }
  return response;
}

function propertyOf(path: string): string {
  return parsePath(path)[0] ?? path;
}

function propertyDiff(kind: 'add' | 'update' | 'delete', replace: boolean) {
  const { Kind } = providerProto.PropertyDiff;
  const kinds = {
    add: [Kind.ADD, Kind.ADD_REPLACE],
    update: [Kind.UPDATE, Kind.UPDATE_REPLACE],
    delete: [Kind.DELETE, Kind.DELETE_REPLACE],
  } as const;
  return new providerProto.PropertyDiff().setKind(kinds[kind][replace ? 1 : 0]);
}
