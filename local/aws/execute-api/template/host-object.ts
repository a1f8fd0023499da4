/** An object the gateway gives to templates (`$input`, `$util`): only what it lists can be reached. */
export abstract class HostObject {
  abstract property(name: string): unknown;
  abstract call(method: string, args: readonly unknown[]): unknown;
}
