import type { Rule } from './rule.d.ts';

export declare const throws: Rule;
