import { harmless } from './text.ts';

/**
 * Secrets are known by their form, by what they are called, or because they stand in the environment. What is written for
 * operators, and every text that AWS or whoever stands in its place gives, passes here before it is kept or shown.
 */
const hidden = '[secret]';

/** What is looked for, and what stands there afterwards. */
type Rule = readonly [form: RegExp, becomes: string];

/** Texts that are secrets wherever they stand. */
const forms: readonly Rule[] = [
  [/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[^]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g, hidden],
  // Temporary credentials (STS): tokens begin so since 2012.
  [/(?<![\w+/=-])(?:IQoJ|FwoG|FQoG|AQoD)[\w+/=-]{12,}/g, hidden],
  // A JSON Web Token, as a web identity is (RFC 7519).
  [/(?<![\w-])eyJ[\w-]{6,}\.[\w-]{2,}\.[\w-]*/g, hidden],
  // Slack's tokens, and GitHub's.
  [/(?<![\w-])(?:xox[a-z]|xapp|gh[oprsu])[-_][\w-]{8,}/g, hidden],
  // A secret access key: 40 letters and digits of base 64 with both cases and a digit, which no SHA-1 has.
  [
    /(?<![\w+/])(?=[a-z\d+/]{0,39}[A-Z])(?=[A-Z\d+/]{0,39}[a-z])(?=[A-Za-z+/]{0,39}\d)[A-Za-z\d+][A-Za-z\d+/]{39}(?![\w+/])/g,
    hidden,
  ],
  // Who signs in an address: `https://user:password@host`.
  [/(?<=\b[a-z][a-z\d+.-]{0,20}:\/\/)[^\s/@"'<>]{1,2000}@/gi, `${hidden}@`],
];

/** What comes after a name that says that it is a secret. */
const named: readonly Rule[] = [
  // A signature is of no use after a quarter of an hour; the session token beside it is.
  [/(?<=\bAWS4-HMAC-SHA256\s{1,4})Credential=[^\r\n"'<>]{0,4000}/gi, hidden],
  [/(?<=\b(?:Bearer|Basic)\s{1,4})[\w+/=.~-]{6,}/gi, hidden],
  [
    /(?<=\b(?:proxy-)?authorization\\{0,2}["']?\s{0,4}[:=]\s{0,4}\\{0,2}["']?)(?!\[secret\])[^\s"'\\<>&][^\r\n"'<>\\]{0,4000}/gi,
    hidden,
  ],
  [
    /(?<=(?:secret|token|passwords?|passwd|passphrase|signature|api[-_ ]?key|private[-_ ]?key|secret[-_ ]?access[-_ ]?key)\\{0,2}["']?\s{0,4}[:=]\s{0,4}\\{0,2}["']?)(?!\[secret\])[^\s"'\\,;&<>]{1,4000}/gi,
    hidden,
  ],
  // Session tokens have no form that AWS promises, but are some hundred characters. EC2's reason of a refusal is as long, and is decoded.
  [/(?<!failure message:\s{0,4})(?<![\w+/=-])[\w+=-][\w+/=-]{99,}/g, hidden],
  [/(?<=<(?:SecretAccessKey|SessionToken|Signature)>)[^<]{1,4000}/gi, hidden],
];

/** An access key's id is no secret, but names a user: enough of it stays to tell one from another. */
const keyIds: Rule = [/(?<![A-Z\d])((?:AKIA|ASIA))[A-Z\d]{12}([A-Z\d]{4})(?![A-Z\d])/g, '$1…$2'];

const replaced = (text: string, rules: readonly Rule[]): string =>
  rules.reduce((sum, [form, becomes]) => sum.replace(form, becomes), text);

/** The text with `[secret]` where a secret stands, and access key ids shortened. */
export const withoutSecrets = (text: string): string => replaced(text, [...named, ...forms, keyIds]);

/** The same of a sentence of our own, which may say something of a key after its name: only what is a secret by its form alone. */
export const withoutForms = (text: string): string => replaced(text, [...forms, keyIds]);

/** Whether a text holds what is a secret by its form alone. */
export const holdsSecret = (text: string): boolean => replaced(text, forms) !== text;

/** Whether a key is called as secrets are: `secretAccessKey`, `AWS_SESSION_TOKEN`, `password`. The path of a file is none. */
export const isSecretName = (name: string): boolean =>
  /secret|token|passw(or)?d|passphrase|credential|authorization|private[-_ ]?key|api[-_ ]?key/i.test(name) &&
  !/[-_ ]?file$/i.test(name);

/** Shorter values are words that stand anywhere. */
const shortestKnown = 8;

/** Those that are long enough to be known by what they are, longest first: one may hold another. */
export const secretsOf = (values: readonly string[]): readonly string[] =>
  values.filter((value) => value.length >= shortestKnown).toSorted((one, other) => other.length - one.length);

/** Values of variables that are called as secrets are, and who signs in an address, longest first. */
export const secretsIn = (env: Readonly<Record<string, string | undefined>>): readonly string[] =>
  secretsOf(
    Object.entries(env).flatMap(([name, value = '']) => [
      ...(isSecretName(name) ? [value] : []),
      ...[...value.matchAll(/\/\/([^\s/@:]*):?([^\s/@]*)@/g)].flatMap(([, user = '', password = '']) => [
        user,
        password,
      ]),
    ]),
  );

/** How deep facts of a log line are looked into; what lies deeper is left out. */
const deepest = 6;

/** What takes secrets out of a text, or out of facts by the names of their keys too; and control characters, for logs and errors are read in terminals. */
export interface Redactor {
  /** Of whatever text. */
  text(value: string): string;
  /** Of a sentence of our own, which is one line: see {@link withoutForms}. */
  sentence(value: string): string;
  facts(value: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
}

/** @param known Secrets that are hidden by what they are, whatever form they have. */
export function createRedactor(known: readonly string[]): Redactor {
  const unknown = (value: string): string => known.reduce((sum, secret) => sum.replaceAll(secret, hidden), value);
  const text = (value: string): string => withoutSecrets(unknown(value)).split('\n').map(harmless).join('\n');
  const clean = (value: unknown, depth: number): unknown => {
    if (typeof value === 'string') return text(value);
    if (typeof value !== 'object' || value === null) return value;
    if (depth === 0) return '…';
    if (value instanceof Error) return text(value.stack ?? value.message);
    if (Array.isArray(value)) return value.map((one: unknown) => clean(one, depth - 1));
    return mapped(value, depth);
  };
  const mapped = (value: object, depth: number): Readonly<Record<string, unknown>> =>
    Object.fromEntries(
      Object.entries(value).map(([key, one]) => [text(key), isSecretName(key) ? hidden : clean(one, depth - 1)]),
    );
  return {
    text,
    sentence: (value) => harmless(withoutForms(unknown(value))),
    facts: (value) => mapped(value, deepest),
  };
}
