import { fileURLToPath } from 'node:url';

/** The built program. */
export const program = fileURLToPath(new URL('../dist/main.mjs', import.meta.url));
