import type { Region } from '../region.ts';
import { resourceNotFound } from './errors.ts';
import type { TableExtras } from './state.ts';

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
