import { withoutForms } from '../core/secrets.ts';
import { harmless } from '../core/text.ts';

/**
 * What whoever starts Quartermaster can mend: a flag, the environment, the configuration. The message is one sentence
 * without control characters and secrets, to be shown as it is; the exit code is 2.
 */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(sentence: string, options?: ErrorOptions) {
    super(harmless(withoutForms(sentence)), options);
  }
}
