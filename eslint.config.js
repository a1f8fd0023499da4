import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { cited } from './tests/project/lint/cited.js';
import { constants } from './tests/project/lint/constants.js';
import { rooms } from './tests/project/lint/rooms.js';
import { throws } from './tests/project/lint/throws.js';
import { words } from './tests/project/lint/words.js';

export default defineConfig(
  { ignores: ['node_modules/', '.local/', 'coverage/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    plugins: { project: { rules: { cited, constants, rooms, throws, words } } },
    rules: {
      curly: ['error', 'all'],
      'project/cited': 'error',
      'project/constants': 'error',
      'project/rooms': 'error',
      'project/throws': 'error',
      'project/words': 'error',
    },
  },
  {
    // The user's, who has habits of their own.
    files: ['function/**', 'infra/own.ts', 'tests/{unit,lambda,api}/**'],
    ignores: ['function/prove-pair.ts'],
    rules: {
      'project/cited': 'off',
      'project/constants': 'off',
      'project/throws': 'off',
      'project/words': 'off',
    },
  },
  {
    // Their texts are examples.
    files: ['tests/project/lint/*'],
    rules: { 'project/cited': 'off', 'project/throws': 'off', 'project/words': 'off' },
  },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: {
      globals: { process: 'readonly', URL: 'readonly' },
    },
  },
  {
    files: ['**/*.{ts,mts}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      // A function that is async without awaiting turns what it throws into a rejection.
      '@typescript-eslint/require-await': 'off',
      // A third of lint's time for what cannot be here: erasable syntax has no enum, and a class with
      // `#private` fields is never taken for another of its shape.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  {
    files: ['local/aws/**/*.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'structuredClone', message: 'copyOf keeps what is kept by name guarded.' },
      ],
    },
  },
);
