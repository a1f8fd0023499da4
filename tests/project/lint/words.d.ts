import type { Rule } from './rule.d.ts';

export declare const words: Rule;
export declare function inOurWords(text: string): string;
