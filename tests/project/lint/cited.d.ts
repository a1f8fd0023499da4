import type { Rule } from 'eslint';

export declare const cited: Rule.RuleModule;
