// What no edit of the program may take away from a release's safety: each rule is a function of one
// resource, so it runs in a policy pack and in a test alike.

/** A resource as the Pulumi engine is told of it. */
export interface Resource {
  /** `aws:lambda/alias:Alias` */
  readonly type: string;
  /** Its name in the program. */
  readonly name: string;
  /** Inputs. To read one that is not known yet may throw. */
  readonly props: Readonly<Record<string, unknown>>;
  readonly opts: { readonly ignoreChanges: readonly string[] };
}

export interface Rule {
  readonly name: string;
  readonly description: string;
  /** Of the resources that it is about. */
  readonly type: string;
  /** What is wrong with a resource of that type; nothing when all is well. */
  readonly check: (resource: Resource) => readonly string[];
}

const permission = 'aws:lambda/permission:Permission';

/**
 * A bare grant is the function's, and so the one of `$LATEST`, which no gate has seen. It opens no alias
 * either (traps O6, D13).
 */
const qualifiedPermission: Rule = {
  name: 'permission-is-qualified',
  description: 'A permission is for one alias or version, never for the bare function.',
  type: permission,
  check({ name, props: { qualifier } }) {
    if (qualifier === undefined || qualifier === '') {
      return [`${name} has no qualifier: name the alias that may be invoked.`];
    }
    return qualifier === '$LATEST'
      ? [`${name} is for $LATEST, whose code no gate has seen: name an alias.`]
      : [];
  },
};

/** The routes of one API stage: what comes before them is literal, what comes after may be anything. */
const routesOfOneStage = /^arn:[\w-]+:execute-api:[\w-]+:\d{12}:\w+\/[\w-]+\/./;

/**
 * `*` in a permission's source crosses slashes: a grant to `API/*` lets the API stage `stage` invoke what only
 * `prod` may (traps O6, D13).
 */
const sourceOfOneStage: Rule = {
  name: 'permission-source-is-one-stage',
  description: 'A permission is for the routes of one API stage, never for other stages or APIs.',
  type: permission,
  check({ name, props }) {
    const { principal, sourceArn } = props;
    if (isAccount(principal)) {
      return [];
    }
    if (typeof sourceArn !== 'string' || sourceArn === '') {
      return [`${name} has no sourceArn: anybody's ${String(principal)} could invoke the alias.`];
    }
    if (principal === 'apigateway.amazonaws.com') {
      return routesOfOneStage.test(sourceArn)
        ? []
        : [
            `${name} is for ${sourceArn}: region, account, API and stage must be literal, as in ` +
              'arn:aws:execute-api:REGION:ACCOUNT:API/STAGE/*/*.',
          ];
    }
    return /[*?]/.test(sourceArn)
      ? [`${name} is for ${sourceArn}: the source must be one resource, without * and ?.`]
      : [];
  },
};

/** Lambda knows who calls by the account itself, when the principal is one. */
const isAccount = (principal: unknown): boolean =>
  typeof principal === 'string' && /^\d{12}$|^arn:[\w-]+:iam::\d{12}:/.test(principal);

/** Without a retention, logs are kept, and paid for, forever (trap D16). */
const logRetention: Rule = {
  name: 'log-group-has-retention',
  description: 'A log group says for how many days it keeps its events.',
  type: 'aws:cloudwatch/logGroup:LogGroup',
  check({ name, props: { retentionInDays } }) {
    return typeof retentionInDays === 'number' && retentionInDays > 0
      ? []
      : [`${name} has no retentionInDays: it would keep everything forever.`];
  },
};

/** Inputs of an alias that a release changes, or whose change would send the others along. */
const ofTheRunner = ['functionVersion', 'routingConfig', 'description'];

/**
 * Any update of an alias sends the function version of the last `pulumi up` and clears its weights: it would
 * move traffic back (trap D1). Only an alias none of whose inputs can differ is never updated.
 */
const aliasIsLeftAlone: Rule = {
  name: 'alias-is-left-to-the-runner',
  description: 'What an alias points at is moved by releases, never by pulumi up.',
  type: 'aws:lambda/alias:Alias',
  check({ name, opts: { ignoreChanges } }) {
    const missing = ofTheRunner.filter((input) => !ignoreChanges.includes(input));
    return missing.length === 0 || ignoreChanges.includes('*')
      ? []
      : [`${name} lacks ${missing.join(', ')} in ignoreChanges: pulumi up could move traffic.`];
  },
};

const githubTokens = 'token.actions.githubusercontent.com';

/**
 * GitHub makes tokens for every repository that there is: a trust in them that does not name the subject is
 * one in everybody, and one in any job of a repository is one in whoever may push a branch.
 */
const tokensOfOneRepository: Rule = {
  name: 'github-role-names-its-subject',
  description: 'A role for GitHub Actions is for environments of one repository.',
  type: 'aws:iam/role:Role',
  check({ name, props: { assumeRolePolicy } }) {
    const policy: unknown =
      typeof assumeRolePolicy === 'string' ? JSON.parse(assumeRolePolicy) : assumeRolePolicy;
    const ofGithub = listOf(within(policy, 'Statement')).filter((statement) =>
      JSON.stringify(within(statement, 'Principal') ?? '').includes(githubTokens),
    );
    return ofGithub.every(isOfEnvironments)
      ? []
      : [`${name} trusts tokens of GitHub without naming repository and environment in full.`];
  },
};

function isOfEnvironments(statement: unknown): boolean {
  const subjects = within(statement, 'Condition', 'StringEquals', `${githubTokens}:sub`);
  const all = listOf(subjects);
  return (
    all.length > 0 &&
    all.every((one) => typeof one === 'string' && /^repo:[^:]+:environment:[^:]+$/.test(one))
  );
}

function within(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (part, key) => (typeof part === 'object' && part !== null ? Reflect.get(part, key) : undefined),
    value,
  );
}

function listOf(value: unknown): readonly unknown[] {
  return value === undefined ? [] : [value].flat();
}

export const rules: readonly Rule[] = [
  qualifiedPermission,
  sourceOfOneStage,
  logRetention,
  aliasIsLeftAlone,
  tokensOfOneRepository,
];

/** What is wrong with a resource by one rule, as sentences; nothing when the rule is not about it. */
export function violationsOf(rule: Rule, resource: Resource): readonly string[] {
  return resource.type === rule.type ? rule.check(resource) : [];
}
