import { z } from 'zod';
import { byName } from '../by-name.ts';
import { notImplemented } from '../not-implemented.ts';
import type { RpcOperation } from '../operation.ts';
import { tagList } from '../rpc/fields.ts';
import {
  defineSsm,
  invalidAllowedPattern,
  parameterAlreadyExists,
  patternMismatch,
  validationError,
} from './errors.ts';
import { nameField } from './fields.ts';

/** Bytes that a value may have, by tier (AWS, "Managing parameter tiers"). */
const maxBytes = { Standard: 4096, Advanced: 8192, 'Intelligent-Tiering': 8192 };

/** Of a `SecureString` for which no key is named. */
const defaultKey = 'alias/aws/ssm';

const putParameter = defineSsm({
  name: 'PutParameter',
  writes: true,
  input: z.object({
    Name: nameField,
    Value: z.string().min(1),
    Type: z.enum(['String', 'StringList', 'SecureString']).optional(),
    Description: z.string().max(1024).optional(),
    KeyId: z.string().max(256).optional(),
    Overwrite: z.boolean().default(false),
    AllowedPattern: z.string().max(1024).optional(),
    Tags: tagList.optional(),
    Tier: z.enum(['Standard', 'Advanced', 'Intelligent-Tiering']).default('Standard'),
    DataType: z.string().default('text'),
    Policies: z.string().default(''),
  }),
  run: (input, region) => {
    const { Name, Value, Overwrite, Tags, Tier, DataType, Policies } = input;
    if (Policies !== '') {
      throw notImplemented('ssm:PutParameter with Policies');
    }
    const { parameters } = region.state.ssm;
    const before = parameters[Name];
    if (before !== undefined && !Overwrite) {
      throw parameterAlreadyExists();
    }
    if (Overwrite && Tags !== undefined) {
      throw validationError(
        'Invalid request: tags and overwrite can’t be used together. To create a parameter with tags, please remove overwrite flag.',
      );
    }
    const type = input.Type ?? before?.type;
    if (type === undefined) {
      throw validationError('A parameter type is required when you create a parameter.');
    }
    if (Buffer.byteLength(Value) > maxBytes[Tier]) {
      throw validationError(
        `${Tier} tier parameters support a maximum parameter value of ${String(maxBytes[Tier])} characters.`,
      );
    }
    const allowedPattern = input.AllowedPattern ?? before?.allowedPattern;
    if (allowedPattern !== undefined && !compiled(allowedPattern).test(Value)) {
      throw patternMismatch(Name);
    }
    const description = input.Description ?? before?.description;
    const keyId =
      type === 'SecureString' ? (input.KeyId ?? before?.keyId ?? defaultKey) : undefined;
    const version = (before?.version ?? 0) + 1;
    parameters[Name] = {
      ...{ name: Name, type, value: Value, version, tier: Tier, dataType: DataType },
      lastModified: region.now(),
      tags: before?.tags ?? Tags ?? byName(),
      ...(description !== undefined && { description }),
      ...(keyId !== undefined && { keyId }),
      ...(allowedPattern !== undefined && { allowedPattern }),
    };
    return { Version: version, Tier };
  },
});

function compiled(pattern: string): RegExp {
  try {
    return new RegExp(pattern);
  } catch {
    throw invalidAllowedPattern(pattern);
  }
}

export const putParameterOperations: readonly RpcOperation[] = [putParameter];
