import type { Rule } from 'eslint';

export declare const rooms: Rule.RuleModule;
