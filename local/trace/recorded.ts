import type {
  RecordedAliasWrite,
  RecordedStageWrite,
  RecordedWrite,
} from '../aws/lag/write-log.ts';
import type { StageSide, Write } from './writes.ts';

/** Whose writes are looked at. */
export interface Subject {
  readonly functionName: string;
  readonly restApiId: string;
  /** The stage variable that names the alias; `LambdaAlias` by default. */
  readonly aliasVariable?: string;
}

/** The writes of one function's aliases and one API's stages, out of what the embedded AWS has logged. */
export function writesOf(
  recorded: readonly RecordedWrite[],
  { functionName, restApiId, aliasVariable = 'LambdaAlias' }: Subject,
): Write[] {
  return recorded.flatMap((write) => {
    const isOwn =
      write.kind === 'alias' ? write.functionName === functionName : write.restApiId === restApiId;
    return isOwn ? [write.kind === 'alias' ? ofAlias(write) : ofStage(write, aliasVariable)] : [];
  });
}

function ofAlias({ kind, at, name, value }: RecordedAliasWrite): Write {
  return value === null ? { kind, at, name, isDeleted: true } : { kind, at, name, ...value };
}

function ofStage({ kind, at, name, value }: RecordedStageWrite, aliasVariable: string): Write {
  if (value === null) {
    return { kind, at, name, isDeleted: true };
  }
  const sideOf = (side: {
    readonly deploymentId: string;
    readonly variables: Readonly<Record<string, string>>;
  }): StageSide => ({
    deployment: side.deploymentId,
    alias: side.variables[aliasVariable] ?? '',
  });
  const { canary, isClosed } = value;
  return {
    ...{ kind, at, name, ...sideOf(value), isClosed },
    ...(canary && { canary: { percent: canary.percent, ...sideOf(canary) } }),
  };
}
