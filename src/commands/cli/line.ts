import type { Home } from '../../core/ports/instance.ts';
import { yesNo } from '../options/kinds.ts';
import type { CodeBlock } from '../reply/reply.ts';

/** `cli:yes` on whatever asks AWS. */
export const cli = yesNo('Also the equal line of the AWS CLI');

/** One word for a POSIX shell: nothing in it is more than a letter. */
const shellWord = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;

/** One call of the AWS CLI. */
export const awsLine = (...words: readonly string[]): string => ['aws', ...words].map(shellWord).join(' ');

/** Where a call is made: profiles are called as the accounts are here. */
export const at = ({ region, account }: Home): readonly string[] => [
  '--region',
  region,
  ...(account.name === '' ? [] : ['--profile', account.name]),
];

/** Lines to copy; each stays one line, whatever the width. */
export const codeBlock = (lines: readonly string[]): CodeBlock => ({ kind: 'code', lines });
