import { z } from 'zod';

/** A request as a route says that there may be one. */
export interface SampleRequest {
  /** For people: `an empty request`. */
  readonly title: string;
  /** By name, wherever it is sent. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Of a value of any kind: good as a text, and as a number. */
export const anyText = '1';

/** A model that contains itself ends here. */
const deepest = 8;

const parameter = z.looseObject({ name: z.string(), required: z.boolean().default(false) });
const withParameters = z.looseObject({ parameters: z.array(z.unknown()).default([]) });
const withBody = z.looseObject({
  requestBody: z
    .looseObject({
      required: z.boolean().default(false),
      content: z.record(z.string(), z.looseObject({ schema: z.unknown().optional() })).default({}),
    })
    .optional(),
});
const model = z.looseObject({
  $ref: z.string().optional(),
  type: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).default([]).catch([]),
  items: z.unknown().optional(),
  minItems: z.number().default(0).catch(0),
  minimum: z.number().default(1).catch(1),
  allOf: z.array(z.unknown()).optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
});

/** One operation of an API, and what around it says what callers send. */
export interface DescribedRoute {
  /** With its variables in braces: `/orders/{id}`. */
  readonly route: string;
  /** Of the path, whose parameters all its operations have. */
  readonly item: unknown;
  readonly operation: unknown;
  /** To whose parts they may refer. */
  readonly document: unknown;
}

/** What callers may send to a route at the least, and with all that it knows. */
export function sampleRequests({
  route,
  item,
  operation,
  document,
}: DescribedRoute): readonly SampleRequest[] {
  const inPath = [...route.matchAll(/\{(\w+)\+?\}/g)].map(([, name = '']) => name);
  const known = [item, operation].flatMap((part) =>
    (withParameters.safeParse(part).data?.parameters ?? []).flatMap((one) => {
      const { success, data } = parameter.safeParse(resolve(one, document));
      return success ? [data] : [];
    }),
  );
  const { requestBody } = withBody.safeParse(operation).data ?? {};
  const schema = requestBody?.content['application/json']?.schema;
  const sample = (isFull: boolean) => {
    const names = known.filter(({ required }) => isFull || required).map(({ name }) => name);
    const hasBody = schema !== undefined && (isFull || requestBody?.required === true);
    return {
      parameters: Object.fromEntries([...inPath, ...names].map((name) => [name, anyText])),
      body: hasBody ? sampleOf(schema, document, isFull) : {},
    };
  };
  return [
    { title: 'an empty request', ...sample(false) },
    { title: 'a request with all that it may have', ...sample(true) },
  ];
}

function sampleOf(schema: unknown, document: unknown, isFull: boolean, depth = 0): unknown {
  const { success, data } = model.safeParse(resolve(schema, document));
  if (!success || depth > deepest) {
    return {};
  }
  const within = (inner: unknown) => sampleOf(inner, document, isFull, depth + 1);
  const [choice] = [...(data.oneOf ?? []), ...(data.anyOf ?? [])];
  if (data.enum !== undefined) {
    return data.enum[0];
  }
  if (choice !== undefined) {
    return within(choice);
  }
  if (data.allOf !== undefined) {
    return Object.assign({}, ...data.allOf.map(within)) as unknown;
  }
  switch (Array.isArray(data.type) ? (data.type[0] as unknown) : data.type) {
    case 'string':
      return anyText;
    case 'integer':
    case 'number':
      return Math.max(1, data.minimum);
    case 'boolean':
      return true;
    case 'array':
      return isFull || data.minItems > 0 ? [within(data.items)] : [];
    default:
      return Object.fromEntries(
        Object.entries(data.properties ?? {})
          .filter(([name]) => isFull || data.required.includes(name))
          .map(([name, inner]) => [name, within(inner)]),
      );
  }
}

/** What a `$ref` within the document leads to; another value as it is. */
function resolve(value: unknown, document: unknown, depth = 0): unknown {
  const reference = model.safeParse(value).data?.$ref;
  if (reference === undefined || depth > deepest) {
    return value;
  }
  const found = reference
    .replace(/^#\//, '')
    .split('/')
    .reduce<unknown>(
      (part, key) => new Map<string, unknown>(Object.entries(Object(part) as object)).get(key),
      document,
    );
  return resolve(found, document, depth + 1);
}
