import {
  Double,
  isWhole,
  parseDouble,
  parseWhole,
  wholeNumber,
  type JavaNumber,
} from './java-number.ts';
import { javaText } from './java-text.ts';

type NumberMethod = (target: JavaNumber, args: readonly unknown[]) => unknown;

const text = (args: readonly unknown[]): string => javaText(args[0]);

/** Also the static ones, which templates call on any number: `$Integer.parseInt("5")` after `#set($Integer = 0)`. */
export const numberMethods: ReadonlyMap<string, NumberMethod> = new Map<string, NumberMethod>([
  ['compareTo', (target, args) => Math.sign(Number(target) - Number(args[0]))],
  ['doubleValue', (target) => new Double(Number(target))],
  ['intValue', truncated],
  ['longValue', truncated],
  ['parseDouble', (_, args) => parseDouble(text(args))],
  ['parseInt', (_, args) => parseWhole(text(args))],
  [
    'valueOf',
    (target, args) => (isWhole(target) ? parseWhole(text(args)) : parseDouble(text(args))),
  ],
]);

function truncated(target: JavaNumber): JavaNumber {
  return isWhole(target) ? target : wholeNumber(BigInt(Math.trunc(Number(target))));
}
