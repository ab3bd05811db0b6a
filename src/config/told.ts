import type { z } from 'zod';
import { nearest } from '../core/near.ts';
import type { Given } from './environment.ts';
import { keysAt, written, type Path } from './keys.ts';
import type { Source } from './yaml.ts';

/** What is called the place of a mistake that neither the file nor the environment made. */
const nowhere = 'the configuration';

/**
 * One mistake, told whole: where it stands, which key, what is wrong and what would be right. An unknown key goes
 * first, for what it should have been is then missing as well.
 */
export function told(
  issues: readonly z.core.$ZodIssue[],
  schema: z.core.$ZodType,
  source: Source | undefined,
  given: readonly Given[],
): string {
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
  if (issue === undefined) throw new Error('a configuration was refused without a reason');
  const path: Path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path;
  const setter = given.find((one) => one.path.every((step, index) => step === path[index]));
  const ofKey = issue.code === 'unrecognized_keys' || issue.code === 'invalid_key';
  const where = setter?.variable ?? (ofKey ? source?.atKey(path) : source?.at(path)) ?? nowhere;
  return `${where} ${written(path)}: ${words(issue, path, schema)}`;
}

function words(issue: z.core.$ZodIssue, path: Path, schema: z.core.$ZodType): string {
  switch (issue.code) {
    case 'unrecognized_keys':
      return unknownKey(String(path.at(-1)), keysAt(schema, issue.path));
    case 'invalid_key':
      return issue.issues[0]?.message ?? issue.message;
    case 'too_small':
      return issue.origin === 'number' ? `expected ${issue.minimum} at least` : issue.message;
    case 'too_big':
      return issue.origin === 'number' ? `expected ${issue.maximum} at most` : issue.message;
    case 'invalid_type':
      // Says itself what it takes.
      return issue.expected === 'boolean' ? issue.message : wrongType(issue.expected, issue.message);
    case 'invalid_union':
      // Of a value that is not there every choice says so.
      return issue.errors.flat().some(({ message }) => message.endsWith('received undefined'))
        ? 'is missing'
        : issue.message;
    case 'custom':
    case 'invalid_format':
    case 'invalid_value':
    case 'invalid_element':
    case 'not_multiple_of':
      return issue.message;
  }
}

function unknownKey(key: string, known: readonly string[]): string {
  const [near] = nearest(key, known, 1);
  return `unknown key; ${near === undefined ? `there ${known.length === 1 ? 'is' : 'are'} ${known.join(', ')}` : `did you mean ${near}?`}`;
}

/** People's words for zod's types. */
const kinds: Readonly<Record<string, string>> = {
  object: 'keys with values',
  record: 'keys with values',
  array: 'a list',
  int: 'a whole number',
};

function wrongType(expected: string, message: string): string {
  const received = /received (\w+)$/.exec(message)?.[1] ?? 'something else';
  if (received === 'undefined') return 'is missing';
  const got = received === 'null' ? 'nothing' : (kinds[received] ?? received);
  return `expected ${kinds[expected] ?? expected}, received ${expected === 'int' ? 'a fraction' : got}`;
}
