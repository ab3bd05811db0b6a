import type { RuleFault } from '../../ports/policy.ts';
import { harmless } from '../../text.ts';

/** The rules at the start are bad or cannot be read: there are none before them that could stay in force. One sentence, to be shown as it is. */
export class RulesError extends Error {
  override readonly name = 'RulesError';

  constructor(sentence: string, options?: ErrorOptions) {
    super(harmless(sentence), options);
  }
}

/** `access.cedar:12:5: attribute `nme` on Instance not found; did you mean name?` */
export const faultWords = (file: string, { line, column, says, nearest }: RuleFault): string =>
  `${file}:${line}:${column}: ${says}${nearest === undefined ? '' : `; did you mean ${nearest}?`}`;

/** All of them in one sentence: the first, and how many more there are. */
export function faultsWords(file: string, [first, ...more]: readonly RuleFault[]): string {
  if (first === undefined) throw new Error('rules were refused without a reason');
  return `${faultWords(file, first)}${more.length === 0 ? '' : ` (and ${more.length} more)`}`;
}
