// What `.oxlintrc.json` loads: the project's own rules.

import { cited } from './cited.js';
import { constants } from './constants.js';
import { rooms } from './rooms.js';
import { throws } from './throws.js';
import { words } from './words.js';

export default { meta: { name: 'project' }, rules: { cited, constants, rooms, throws, words } };
