import { z } from 'zod';

const Condition = z.strictObject({
  test: z.literal('StringEquals'),
  variable: z.string(),
  values: z.array(z.string()),
});

/** RE2, "Syntax": an expression that repeats something more often is none, and then nothing fits it. */
const re2 = /^(?!.*\{\d*,?\d{4,}\})(?!.*\(\?[=!<])(?!.*\\\d)/;

/** Terraform AWS provider, "aws_iam_policy_document", as far as it is used. */
const Statement = z.strictObject({
  sid: z.string(),
  effect: z.literal('Allow'),
  principals: z
    .array(z.strictObject({ type: z.literal('AWS'), identifiers: z.array(z.string()) }))
    .length(1)
    .optional(),
  actions: z.array(z.string()),
  resources: z.array(z.string()).optional(),
  condition: z.array(Condition).optional(),
  dynamic: z
    .array(z.strictObject({ condition: z.strictObject({ for_each: z.string(), content: Condition }) }))
    .optional(),
});

const Named = z.record(
  z.string(),
  z.strictObject({ name: z.string(), description: z.string(), assume_role_policy: z.string() }),
);

/** The file, as Terraform reads it ("JSON Configuration Syntax"); a key that is not listed here fails. */
const File = z.strictObject({
  '//': z.string(),
  terraform: z.array(z.unknown()),
  variable: z.record(
    z.string(),
    z.strictObject({
      type: z.literal('string'),
      description: z.string(),
      default: z.string().optional(),
      validation: z.array(z.strictObject({ condition: z.string(), error_message: z.string() })).length(1),
    }),
  ),
  data: z.strictObject({
    aws_iam_policy_document: z.record(z.string(), z.strictObject({ statement: z.array(Statement) })),
  }),
  resource: z.strictObject({
    aws_iam_role: Named,
    aws_iam_role_policy: z.record(
      z.string(),
      z.strictObject({ name: z.string(), role: z.string(), policy: z.string() }),
    ),
  }),
  output: z.record(z.string(), z.strictObject({ description: z.string(), value: z.string() })),
});

/** A role as Terraform would make it. */
export interface MadeRole {
  readonly name: string;
  readonly trust: unknown;
  readonly policies: readonly unknown[];
}

/** The roles of a file in Terraform's JSON with these variables. Knows the expressions that are used, and refuses others. */
export function planned(text: string, given: Readonly<Record<string, string>>): Readonly<Record<string, MadeRole>> {
  const { variable, data, resource, output } = File.parse(JSON.parse(text));
  const values = Object.fromEntries(
    Object.entries(variable).map(([name, { default: usual, validation }]) => {
      const value = given[name] ?? usual;
      if (value === undefined) throw new Error(`${name} is given nowhere`);
      const [, form] = /^\$\{can\(regex\(("[^"]*"), var\.\w+\)\)\}$/.exec(validation[0]?.condition ?? '') ?? [];
      const accepted = z
        .string()
        .regex(re2)
        .parse(JSON.parse(form ?? 'null'));
      if (!new RegExp(accepted).test(value)) throw new Error(`${name} has another form`);
      return [name, value];
    }),
  );
  const unknown = Object.keys(given).filter((name) => !(name in values));
  if (unknown.length > 0) throw new Error(`there is no variable ${unknown.join()}`);

  const filled = (template: string, own: Readonly<Record<string, string>> = {}): string =>
    template.replaceAll(/\$\{([^}]*)\}/g, (_, expression: string) => {
      const known = {
        ...Object.fromEntries(Object.entries(values).map(([name, value]) => [`var.${name}`, value])),
        ...own,
      };
      const value = known[expression];
      if (value === undefined) throw new Error(`the expression ${expression} is not known here`);
      return value;
    });
  const each = (expression: string): readonly string[] => {
    const [, name, again] = /^\$\{var\.(\w+) == "" \? \[\] : \[var\.(\w+)\]\}$/.exec(expression) ?? [];
    const value = values[name ?? ''];
    if (name !== again || value === undefined) throw new Error(`the expression ${expression} is not known here`);
    return value === '' ? [] : [value];
  };
  const document = (reference: string): unknown => {
    const [, name = ''] = /^\$\{data\.aws_iam_policy_document\.(\w+)\.json\}$/.exec(reference) ?? [];
    const found = data.aws_iam_policy_document[name];
    if (found === undefined) throw new Error(`${reference} refers to no document`);
    return { Version: '2012-10-17', Statement: found.statement.map(statement) };
  };
  const statement = ({
    sid,
    effect,
    principals,
    actions,
    resources,
    condition = [],
    dynamic = [],
  }: z.infer<typeof Statement>) => {
    const conditions = [
      ...condition.map(({ variable: key, values: wanted }) => [filled(key), wanted.map((one) => filled(one))] as const),
      ...dynamic.flatMap(({ condition: { for_each: over, content } }) =>
        each(over).map(
          (value) =>
            [filled(content.variable), content.values.map((one) => filled(one, { 'condition.value': value }))] as const,
        ),
      ),
    ];
    return {
      Sid: sid,
      Effect: effect,
      ...(principals && {
        Principal: { AWS: principals.flatMap(({ identifiers }) => identifiers.map((one) => filled(one))) },
      }),
      Action: actions,
      ...(resources && { Resource: resources }),
      ...(conditions.length > 0 && { Condition: { StringEquals: Object.fromEntries(conditions) } }),
    };
  };

  for (const { value } of Object.values(output)) {
    const [, name = ''] = /^\$\{aws_iam_role\.(\w+)\.arn\}$/.exec(value) ?? [];
    if (!(name in resource.aws_iam_role)) throw new Error(`${value} refers to no role`);
  }
  return Object.fromEntries(
    Object.entries(resource.aws_iam_role).map(([key, { name, assume_role_policy: trust }]) => [
      key,
      {
        name,
        trust: document(trust),
        policies: Object.values(resource.aws_iam_role_policy)
          .filter(({ role }) => role === `\${aws_iam_role.${key}.name}`)
          .map(({ policy }) => document(policy)),
      },
    ]),
  );
}
