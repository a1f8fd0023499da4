import { byName, type ByName } from '../by-name.ts';

/** The certificates of an account, of all its regions: an edge-optimised domain asks for one of another region. */
export interface AcmState {
  /** By ARN. */
  readonly certificates: ByName<Certificate>;
}

export interface Certificate {
  arn: string;
  domainName: string;
  /** The domain's own name first. */
  names: string[];
  /** Milliseconds since the epoch. */
  createdAt: number;
  /** Left out while a name is not validated. */
  issuedAt?: number;
  idempotencyToken?: string;
  keyAlgorithm: string;
  transparencyLogging: 'ENABLED' | 'DISABLED';
  tags: ByName<string>;
}

/** The state of an account without certificates. */
export function emptyAcmState(): AcmState {
  return { certificates: byName() };
}
