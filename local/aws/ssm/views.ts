import type { Region } from '../region.ts';
import { parameterArn } from './lookup.ts';
import type { Parameter } from './state.ts';

/** A parameter with its value: that of a `SecureString` only when it is to be decrypted. */
export function parameterView(
  region: Region,
  parameter: Parameter,
  isDecrypted: boolean,
): Record<string, unknown> {
  const { name, type, value, version, lastModified, dataType } = parameter;
  const isHidden = type === 'SecureString' && !isDecrypted;
  return {
    Name: name,
    Type: type,
    Value: isHidden ? Buffer.from(`kms:${name}`).toString('base64') : value,
    Version: version,
    LastModifiedDate: new Date(lastModified),
    ARN: parameterArn(region, name),
    DataType: dataType,
  };
}

/** A parameter without its value. */
export function metadataView(region: Region, parameter: Parameter): Record<string, unknown> {
  const { name, type, version, lastModified, dataType, tier } = parameter;
  const { description, keyId, allowedPattern } = parameter;
  return {
    Name: name,
    ARN: parameterArn(region, name),
    Type: type,
    Version: version,
    LastModifiedDate: new Date(lastModified),
    LastModifiedUser: `arn:aws:iam::${region.account}:root`,
    Tier: tier,
    DataType: dataType,
    Policies: [],
    ...(description !== undefined && { Description: description }),
    ...(keyId !== undefined && { KeyId: keyId }),
    ...(allowedPattern !== undefined && { AllowedPattern: allowedPattern }),
  };
}
