import { z } from 'zod';
import type { RpcOperation } from '../operation.ts';
import { defineSsm } from './errors.ts';
import { requireParameter } from './lookup.ts';

const deleteParameter = defineSsm({
  name: 'DeleteParameter',
  writes: true,
  input: z.object({ Name: z.string().min(1) }),
  run: ({ Name }, region) => {
    const { name } = requireParameter(region, Name);
    Reflect.deleteProperty(region.state.ssm.parameters, name);
    return {};
  },
});

const deleteParameters = defineSsm({
  name: 'DeleteParameters',
  writes: true,
  input: z.object({ Names: z.array(z.string().min(1)).min(1).max(10) }),
  run: ({ Names }, region) => {
    const { parameters } = region.state.ssm;
    const there = Names.filter((name) => parameters[name] !== undefined);
    there.forEach((name) => Reflect.deleteProperty(parameters, name));
    return {
      DeletedParameters: there,
      InvalidParameters: Names.filter((name) => !there.includes(name)),
    };
  },
});

export const deleteParametersOperations: readonly RpcOperation[] = [
  deleteParameter,
  deleteParameters,
];
