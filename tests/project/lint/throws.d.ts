import type { Rule } from 'eslint';

export declare const throws: Rule.RuleModule;
