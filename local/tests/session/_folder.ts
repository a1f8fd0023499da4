import { localFolder } from '../../session/folder.ts';

export const folder = { ...localFolder('/home/me/my project/.local'), root: '/home/me/my project' };
