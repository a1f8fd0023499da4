import type { z } from 'zod';
import type { AutoName } from './names.ts';
import type { AwsRegion } from './aws-region.ts';
import type { Equivalence } from './equality.ts';
import type { Properties } from './properties.ts';

/** What is on AWS under an id. */
export interface Live {
  /** The resource's id in Pulumi's state; an import can begin with another form of it. */
  readonly id: string;
  /** Outputs, and inputs as AWS has them; what cannot be read back is left out. */
  readonly properties: Properties;
}

/** A change of a resource that exists. */
export interface Change<Inputs> {
  readonly inputs: Inputs;
  /** Names of the inputs that differ from `state`. */
  readonly changed: ReadonlySet<string>;
  /** The properties after the last run or refresh. */
  readonly state: Properties;
}

/** One resource type of `@pulumi/aws`, as far as the embedded AWS has it. */
export interface ResourceDefinition<Schema extends z.ZodObject> {
  /** For messages: `Lambda alias`. */
  readonly title: string;
  readonly schema: Schema;
  readonly autoName?: AutoName;
  /** Inputs with a fixed default; a nested one counts when its parent was given. */
  readonly defaults?: Properties;
  /** Properties that are never inputs. Unknown in the preview of a creation. */
  readonly outputs: readonly string[];
  readonly replaceOn: readonly (keyof z.output<Schema> & string)[];
  /** Inputs that AWS chooses when they are left out. */
  readonly chosenByAws?: readonly (keyof z.output<Schema> & string)[];
  /** Inputs that AWS does not give back: kept from the program. */
  readonly notReadable?: readonly (keyof z.output<Schema> & string)[];
  /** Inputs not compared by `isSame`; while equivalent, state keeps the program's spelling. */
  readonly equivalent?: Readonly<Record<string, Equivalence>>;
  /** Inputs that are JSON: a program can give them as an object too. */
  readonly documents?: readonly (keyof z.output<Schema> & string)[];
  /** Inputs of which a program must give one. */
  readonly exactlyOneOf?: readonly (keyof z.output<Schema> & string)[];
  /** Has `tags` and `tagsAll`. */
  readonly tagged?: boolean;
  /** Outputs that a change of these inputs changes. Unknown in the preview of an update. */
  outputsChangedBy?(changed: ReadonlySet<string>): readonly string[];
  /** Outputs in state that do not fit the endpoint any more, as they should be: an update refreshes them. */
  outdated?(state: Properties, region: AwsRegion): Properties;
  /** @returns The id. When it throws, nothing was made. */
  create(region: AwsRegion, inputs: z.output<Schema>): Promise<string>;
  /** The rest of a creation: when it throws, the resource is there, and the next run updates it. */
  complete?(region: AwsRegion, id: string, inputs: z.output<Schema>): Promise<void>;
  /** @param known What is known of it: inputs or state; nothing on import. @returns undefined when it is gone. */
  read(region: AwsRegion, id: string, known: Properties): Promise<Live | undefined>;
  update?(region: AwsRegion, id: string, change: Change<z.output<Schema>>): Promise<void>;
  /** A resource that is gone already is none of its errors. */
  delete(region: AwsRegion, id: string, state: Properties): Promise<void>;
}

/** A resource type with its inputs' type put away, for the router. */
export interface ResourceType {
  readonly title: string;
  readonly schema: z.ZodObject;
  readonly inputNames: readonly string[];
  readonly autoName: AutoName | undefined;
  readonly defaults: Properties;
  readonly outputs: readonly string[];
  readonly replaceOn: readonly string[];
  readonly chosenByAws: readonly string[];
  readonly notReadable: readonly string[];
  readonly equivalent: Readonly<Record<string, Equivalence>>;
  readonly documents: readonly string[];
  readonly tagged: boolean;
  readonly exactlyOneOf: readonly string[];
  outputsChangedBy(changed: ReadonlySet<string>): readonly string[];
  outdated(state: Properties, region: AwsRegion): Properties;
  create(region: AwsRegion, inputs: Properties): Promise<string>;
  complete(region: AwsRegion, id: string, inputs: Properties): Promise<void>;
  read(region: AwsRegion, id: string, known: Properties): Promise<Live | undefined>;
  update(region: AwsRegion, id: string, change: Change<Properties>): Promise<void>;
  delete(region: AwsRegion, id: string, state: Properties): Promise<void>;
}

/** Makes a definition ready for the router: its inputs are parsed before they reach it. */
export function defineResource<Schema extends z.ZodObject>(
  definition: ResourceDefinition<Schema>,
): ResourceType {
  const { schema } = definition;
  return {
    title: definition.title,
    schema,
    inputNames: Object.keys(schema.shape),
    autoName: definition.autoName,
    defaults: definition.defaults ?? {},
    outputs: definition.outputs,
    replaceOn: definition.replaceOn,
    chosenByAws: definition.chosenByAws ?? [],
    notReadable: definition.notReadable ?? [],
    equivalent: definition.equivalent ?? {},
    documents: definition.documents ?? [],
    tagged: definition.tagged ?? false,
    exactlyOneOf: definition.exactlyOneOf ?? [],
    outputsChangedBy: (changed) => definition.outputsChangedBy?.(changed) ?? [],
    outdated: (state, region) => definition.outdated?.(state, region) ?? {},
    create: (region, inputs) => definition.create(region, schema.parse(inputs)),
    complete: async (region, id, inputs) => definition.complete?.(region, id, schema.parse(inputs)),
    read: (region, id, known) => definition.read(region, id, known),
    update: async (region, id, { inputs, changed, state }) =>
      definition.update?.(region, id, { inputs: schema.parse(inputs), changed, state }),
    delete: (region, id, state) => definition.delete(region, id, state),
  };
}
