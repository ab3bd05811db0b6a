/** It could not start: one clear sentence, nothing changed. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
