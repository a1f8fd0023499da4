import type { Rule } from 'eslint';

export declare const words: Rule.RuleModule;
export declare function inOurWords(text: string): string;
