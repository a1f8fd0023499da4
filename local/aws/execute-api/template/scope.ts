export interface Macro {
  readonly parameters: readonly string[];
  readonly body: (scope: Scope) => string;
}

/** What a template can name while it is rendered. */
export class Scope {
  /** `$name`: as in Velocity, `#set` inside a loop is seen after it. */
  readonly variables: Map<string, unknown>;
  /** `#define($name)`. */
  readonly definitions = new Map<string, (scope: Scope) => string>();
  readonly macros = new Map<string, Macro>();
  /** Set by `#break` until the loop around it ends. */
  breaking = false;
  /** How many macros are being called, to stop endless recursion. */
  depth = 0;

  constructor(variables: Readonly<Record<string, unknown>>) {
    this.variables = new Map(Object.entries(variables));
  }

  /** Runs `action` while names have other values, and gives them their old ones back. */
  during<T>(names: readonly string[], action: () => T): T {
    const saved = names.map((name) => [name, this.variables.get(name)] as const);
    try {
      return action();
    } finally {
      for (const [name, value] of saved) {
        this.variables.set(name, value);
      }
    }
  }
}
