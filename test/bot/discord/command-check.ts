import { z } from 'zod';

/** Discord, "Application Commands": what it refuses, and the lengths that it counts. Written from its documents, not from ours. */
const name = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const perLevel = 25;
const charactersAltogether = 8_000;

const described = { name: z.string(), description: z.string().min(1).max(100) };
const Choice = z.strictObject({ name: z.string().min(1).max(100), value: z.string().min(1).max(100) });
const Option = z.strictObject({
  ...described,
  type: z.literal([3, 4, 5, 10]),
  required: z.boolean().optional(),
  choices: z.array(Choice).min(1).max(perLevel).optional(),
  autocomplete: z.boolean().optional(),
  min_value: z.number().optional(),
  max_value: z.number().optional(),
  max_length: z.int().min(1).max(6_000).optional(),
});
const Subcommand = z.strictObject({ ...described, type: z.literal(1), options: z.array(Option).max(perLevel) });
const Group = z.strictObject({
  ...described,
  type: z.literal(2),
  options: z.array(Subcommand).min(1).max(perLevel),
});
const where = { contexts: z.array(z.int()).optional(), integration_types: z.array(z.int()).optional() };
const Registered = z.discriminatedUnion('type', [
  z.strictObject({
    ...described,
    ...where,
    type: z.literal(1),
    options: z
      .array(z.discriminatedUnion('type', [Subcommand, Group]))
      .min(1)
      .max(perLevel),
  }),
  z.strictObject({ ...where, name: z.string().min(1).max(32), type: z.literal(3) }),
]);
type Entry = z.infer<typeof Option | typeof Subcommand | typeof Group>;

/** What Discord would refuse of these commands, in words. Throws ZodError where the form is another. */
export function faultsOf(commands: unknown): readonly string[] {
  return z
    .array(Registered)
    .parse(commands)
    .flatMap((one) => {
      if (one.type === 3) return [];
      const characters = charactersOf(one);
      return [
        ...(characters > charactersAltogether ? [`${one.name} has ${characters} characters`] : []),
        ...namesOf('', [one]),
      ];
    });
}

/** Names, descriptions and values of a command and of all in it. */
export const charactersOf = (one: { readonly name: string; readonly description: string }): number => {
  const inner = 'options' in one ? z.array(z.looseObject({ ...described })).parse(one.options) : [];
  const choices = 'choices' in one ? z.array(Choice).parse(one.choices ?? []) : [];
  return (
    one.name.length +
    one.description.length +
    inner.reduce((sum, option) => sum + charactersOf(option), 0) +
    choices.reduce((sum, choice) => sum + choice.name.length + choice.value.length, 0)
  );
};

function namesOf(path: string, entries: readonly (Entry | { name: string; options: readonly Entry[] })[]): string[] {
  const seen = new Set<string>();
  let optional = false;
  return entries.flatMap((one) => {
    const at = `${path}/${one.name}`;
    const faults: string[] = [];
    if (!name.test(one.name) || one.name !== one.name.toLowerCase()) faults.push(`${at} is no name`);
    if (seen.has(one.name)) faults.push(`${at} is there twice`);
    seen.add(one.name);
    if ('type' in one && one.type !== 1 && one.type !== 2) {
      const { required = false, choices = [], autocomplete = false, min_value: min, max_value: max } = one;
      if (required && optional) faults.push(`${at} is required and comes after what is not`);
      optional ||= !required;
      if (autocomplete && choices.length > 0) faults.push(`${at} has choices and is completed`);
      if (autocomplete && one.type === 5) faults.push(`${at} is completed, but is yes or no`);
      const isNumber = one.type === 4 || one.type === 10;
      if (!isNumber && (min !== undefined || max !== undefined)) faults.push(`${at} is no number, but has bounds`);
      if (min !== undefined && max !== undefined && min > max) faults.push(`${at} has bounds that nothing fits`);
      if (one.type === 4 && [min, max].some((bound) => bound !== undefined && !Number.isInteger(bound)))
        faults.push(`${at} is whole, and its bounds are not`);
      if (one.type !== 3 && one.max_length !== undefined) faults.push(`${at} is no text, but has a length`);
    }
    return [...faults, ...('options' in one ? namesOf(at, one.options) : [])];
  });
}
