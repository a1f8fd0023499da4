import type { Region } from '../region.ts';
import { resourceNotFound } from './errors.ts';
import type { TableExtras } from './state.ts';
import type { TableStore } from './table-store.ts';

/** `arn:aws:dynamodb:eu-west-1:123456789012:table/orders` */
export function tableArn({ region, account }: Region, name: string): string {
  return `arn:aws:dynamodb:${region}:${account}:table/${name}`;
}

/** The name in a table's ARN, or the name that was given for one. */
export function tableNameOf(nameOrArn: string): string {
  return nameOrArn.startsWith('arn:') ? (nameOrArn.split(':table/')[1] ?? '') : nameOrArn;
}

/** @throws {AwsError} `ResourceNotFoundException` 400 when there is no such table */
export function requireTable(region: Region, nameOrArn: string): TableExtras {
  const name = tableNameOf(nameOrArn);
  const table = region.state.dynamodb.tables[name];
  if (table === undefined || (nameOrArn !== name && nameOrArn !== tableArn(region, name))) {
    throw resourceNotFound(`Requested resource not found: Table: ${name} not found`);
  }
  return table;
}

/**
 * What holds a table's items. The replicas of a global table share one store, so that each has at once what was
 * written to any: what takes up to a second on AWS.
 */
export function storeOf(region: Region, name: string): TableStore {
  const [holder] = region.state.dynamodb.tables[name]?.regions ?? [];
  return holder === undefined || holder === region.region
    ? region.tables
    : region.sibling(holder).tables;
}
