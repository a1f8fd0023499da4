import { z } from 'zod';
import { notImplemented } from '../not-implemented.ts';
import type { RpcOperation } from '../operation.ts';
import type { Region } from '../region.ts';
import { byKey, cutPage } from '../rpc/paging.ts';
import { defineSsm, parameterVersionNotFound, validationError } from './errors.ts';
import { findParameter, requireParameter } from './lookup.ts';
import type { Parameter } from './state.ts';
import { metadataView, parameterView } from './views.ts';

const decryption = { WithDecryption: z.boolean().default(false) };
const nameOrArn = z.string().min(1);
const paging = { NextToken: z.string().optional() };

const getParameter = defineSsm({
  name: 'GetParameter',
  writes: false,
  input: z.object({ Name: nameOrArn, ...decryption }),
  run: ({ Name, WithDecryption }, region) => {
    const { name, selector } = splitSelector(Name);
    const parameter = requireParameter(region, name);
    if (!isOfVersion(parameter, selector)) {
      throw parameterVersionNotFound(name, selector ?? '');
    }
    return { Parameter: selectedView(region, { parameter, selector }, WithDecryption) };
  },
});

const getParameters = defineSsm({
  name: 'GetParameters',
  writes: false,
  input: z.object({ Names: z.array(nameOrArn).min(1).max(10), ...decryption }),
  run: ({ Names, WithDecryption }, region) => {
    const found = Names.map((asked) => {
      const { name, selector } = splitSelector(asked);
      const parameter = findParameter(region, name);
      const isThere = parameter !== undefined && isOfVersion(parameter, selector);
      return { asked, selected: isThere ? { parameter, selector } : undefined };
    });
    return {
      Parameters: found.flatMap(({ selected }) =>
        selected === undefined ? [] : [selectedView(region, selected, WithDecryption)],
      ),
      InvalidParameters: found.filter(({ selected }) => !selected).map(({ asked }) => asked),
    };
  },
});

const getParametersByPath = defineSsm({
  name: 'GetParametersByPath',
  writes: false,
  input: z.object({
    Path: z.string().regex(/^\//, 'The parameter path must begin with a slash'),
    Recursive: z.boolean().default(false),
    ParameterFilters: z.array(z.unknown()).max(0, 'not modelled').optional(),
    MaxResults: z.int().min(1).max(10).default(10),
    ...decryption,
    ...paging,
  }),
  run: ({ Path, Recursive, WithDecryption, MaxResults, NextToken }, region) => {
    const folder = Path.endsWith('/') ? Path : `${Path}/`;
    const isBelow = ({ name }: Parameter) =>
      name.startsWith(folder) && (Recursive || !name.slice(folder.length).includes('/'));
    const { items, next } = pageOf(region, isBelow, MaxResults, NextToken);
    return {
      Parameters: items.map((parameter) => parameterView(region, parameter, WithDecryption)),
      ...next,
    };
  },
});

const describeParameters = defineSsm({
  name: 'DescribeParameters',
  writes: false,
  input: z.object({
    ParameterFilters: z
      .array(
        z.object({
          Key: z.string(),
          Option: z.string().default('Equals'),
          Values: z.array(z.string()).default([]),
        }),
      )
      .default([]),
    MaxResults: z.int().min(1).max(50).default(50),
    ...paging,
  }),
  run: ({ ParameterFilters, MaxResults, NextToken }, region) => {
    const isAsked = ({ name }: Parameter) =>
      ParameterFilters.every(({ Key, Option, Values }) => {
        if (Key !== 'Name' || !['Equals', 'BeginsWith'].includes(Option)) {
          throw notImplemented(`ssm:DescribeParameters by ${Key} ${Option}`);
        }
        return Values.some((value) =>
          Option === 'Equals' ? name === value : name.startsWith(value),
        );
      });
    const { items, next } = pageOf(region, isAsked, MaxResults, NextToken);
    return { Parameters: items.map((parameter) => metadataView(region, parameter)), ...next };
  },
});

function pageOf(
  region: Region,
  isAsked: (parameter: Parameter) => boolean,
  size: number,
  token: string | undefined,
) {
  const nameOf = ({ name }: Parameter) => name;
  const sorted = Object.values(region.state.ssm.parameters).filter(isAsked).sort(byKey(nameOf));
  const page = cutPage(sorted, nameOf, size, token);
  if (page === undefined) {
    throw validationError('The specified token is not valid.');
  }
  return { items: page.items, next: page.next === undefined ? {} : { NextToken: page.next } };
}

/** `NAME:3`, a version; an ARN has colons of its own. */
function splitSelector(text: string): { readonly name: string; readonly selector?: string } {
  const start = text.startsWith('arn:') ? text.indexOf(':parameter/') + 1 : 0;
  const colon = text.indexOf(':', start);
  return colon === -1
    ? { name: text }
    : { name: text.slice(0, colon), selector: text.slice(colon + 1) };
}

/** @throws {AwsError} NotImplemented (501) for an earlier version: those are not kept here */
function isOfVersion({ name, version }: Parameter, selector: string | undefined): boolean {
  if (Number(selector) >= 1 && Number(selector) < version) {
    throw notImplemented(`ssm: an earlier version of ${name}`);
  }
  return selector === undefined || selector === String(version);
}

/** A parameter, with the version by which it was asked for. */
function selectedView(
  region: Region,
  { parameter, selector }: { readonly parameter: Parameter; readonly selector: string | undefined },
  withDecryption: boolean,
): Record<string, unknown> {
  const view = parameterView(region, parameter, withDecryption);
  return { ...view, ...(selector !== undefined && { Selector: `:${selector}` }) };
}

export const getParametersOperations: readonly RpcOperation[] = [
  getParameter,
  getParameters,
  getParametersByPath,
  describeParameters,
];
