import type { Rule } from 'eslint';

export declare const constants: Rule.RuleModule;
export declare function camelCased(name: string): string;
