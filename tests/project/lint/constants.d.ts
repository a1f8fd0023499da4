import type { Rule } from './rule.d.ts';

export declare const constants: Rule;
export declare function camelCased(name: string): string;
