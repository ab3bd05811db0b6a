/** How much is told: a level and what is graver. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Structured log lines for the operator. Never given secrets, user data or console output. */
export interface Log {
  /** Every call of AWS. There where details are wanted alone, so that telling them costs nothing else. */
  readonly debug?: (facts: Readonly<Record<string, unknown>>, message: string) => void;
  info(facts: Readonly<Record<string, unknown>>, message: string): void;
  warn(facts: Readonly<Record<string, unknown>>, message: string): void;
  error(facts: Readonly<Record<string, unknown>>, message: string): void;
}
