#!/usr/bin/env node
// Where the pack starts. Given the folder, Pulumi's language host loads this file with `require` after it
// hooked a TypeScript compiler of its own into `require('*.ts')`; from here on Node loads the files itself.
// Given this file, the CLI runs it as a program, and needs no language host that knows policy packs.

import { servePolicies } from './policy-pack.ts';

// @pulumi/policy reads the pack's version from the package.json in the working directory.
process.chdir(import.meta.dirname);
servePolicies();
