/**
 * The two roles that `quartermaster iam-policy` prints, as templates: deploy/cloudformation/roles.yaml and
 * deploy/terraform/roles/roles.tf.json. `npm run record` writes them, and a test reads them back apart from this file.
 */
import { Document, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { bothRoles, usualTag } from '../src/core/changes/iam-policy.ts';

/** What stands for a parameter while a policy is made of it: no policy has these signs otherwise. */
const held = { principal: '«1»', externalId: '«2»', tagKey: '«3»', tagValue: '«4»' } as const;
type Parameter = keyof typeof held;
const parameters = Object.keys(held).filter((name): name is Parameter => name in held);

/** The roles with every parameter in its place. */
const roles = bothRoles({
  tag: { key: held.tagKey, value: held.tagValue },
  principal: held.principal,
  externalId: held.externalId,
});
type RoleName = keyof typeof roles;
const roleNames = Object.keys(roles).filter((name): name is RoleName => name in roles);

const described: Readonly<Record<RoleName, string>> = {
  reader: 'Lets Quartermaster look, and change nothing.',
  operator: 'Lets Quartermaster look, and change what bears the tag.',
};

/** What a parameter means and looks like. A tag has no quotation mark or backslash: it stands in a text of JSON. */
const asked: Readonly<Record<Parameter, { readonly what: string; readonly form: string; readonly usual?: string }>> = {
  principal: {
    what: 'ARN of who runs Quartermaster and assumes these roles: a role, a user, or the root of an account.',
    form: '^arn:aws[a-z-]*:iam::[0-9]{12}:(root|(role|user)/[A-Za-z0-9_+=,.@/-]+)$',
  },
  externalId: {
    what: 'The externalId of the configuration, which whoever assumes a role must bring; empty: none.',
    // Without its length: Terraform's expressions repeat at most 1,000 times (RE2, "Syntax"), and IAM looks itself.
    form: '^[A-Za-z0-9_+=,.@:/-]*$',
    usual: '',
  },
  tagKey: {
    what: 'Key of the tag that opens an instance or an address to changes.',
    form: '^[A-Za-z0-9_+=.@:/-]{1,128}$',
    usual: usualTag.key,
  },
  tagValue: {
    what: 'Value of that tag.',
    form: '^[A-Za-z0-9_+=.@:/-]{1,256}$',
    usual: usualTag.value,
  },
};

const written = (text: string, as: (parameter: Parameter) => string): string =>
  parameters.reduce((sum, name) => sum.replaceAll(held[name], as(name)), text);

/** `tagKey` is TagKey for CloudFormation and tag_key for Terraform. */
const pascal = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Every key of it and below, as one text. */
const keysOf = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? Object.entries(value)
        .map(([key, below]) => key + keysOf(below))
        .join(' ')
    : '';

function scalar(tag: string, value: string, type?: Scalar.Type): Scalar {
  const made = new Scalar(value);
  made.tag = tag;
  if (type !== undefined) made.type = type;
  return made;
}

function list(tag: string, flow: boolean, ...items: readonly unknown[]): YAMLSeq {
  const made = new YAMLSeq();
  made.tag = tag;
  made.flow = flow;
  made.items.push(...items);
  return made;
}

function quoted(value: string): Scalar {
  const made = new Scalar(value);
  made.type = Scalar.QUOTE_SINGLE;
  return made;
}

/** As CloudFormation writes it. A condition that names the external id is there only where one is given. */
function inYaml(value: unknown): unknown {
  if (typeof value === 'string') {
    const whole = parameters.find((name) => value === held[name]);
    if (whole !== undefined) return scalar('!Ref', pascal(whole));
    // Some readers of YAML take it for a date.
    return value === roles.reader.policy.Version ? quoted(value) : value;
  }
  if (Array.isArray(value)) return value.map(inYaml);
  if (typeof value !== 'object' || value === null) return value;
  const map = new YAMLMap();
  for (const [key, one] of Object.entries(value)) {
    const optional = key === 'Condition' && JSON.stringify(one).includes(held.externalId);
    const shown = inYaml(one);
    map.set(key, optional ? list('!If', false, 'HasExternalId', shown, scalar('!Ref', 'AWS::NoValue')) : shown);
  }
  return map;
}

/** A policy whose keys hold a parameter is a text of JSON: CloudFormation puts nothing into keys of a map. */
function policyInYaml(policy: object): unknown {
  if (!parameters.some((name) => keysOf(policy).includes(held[name]))) return inYaml(policy);
  const text = written(JSON.stringify(policy, undefined, 2), (name) => `\${${pascal(name)}}`);
  return scalar('!Sub', `${text}\n`, Scalar.BLOCK_LITERAL);
}

/** deploy/cloudformation/roles.yaml. */
export function cloudFormation(): string {
  const document = new Document({
    AWSTemplateFormatVersion: quoted('2010-09-09'),
    Description: 'The roles that Quartermaster assumes in this account, as quartermaster iam-policy prints them.',
    Parameters: Object.fromEntries(
      parameters.map((name) => {
        const { what, form, usual } = asked[name];
        const rest = { AllowedPattern: form, ...(usual !== undefined && { Default: usual }) };
        return [pascal(name), { Type: 'String', Description: what, ...rest }];
      }),
    ),
    Conditions: {
      HasExternalId: list('!Not', true, list('!Equals', true, scalar('!Ref', 'ExternalId'), '')),
    },
    Resources: Object.fromEntries(
      roleNames.map((name) => [
        pascal(name),
        {
          Type: 'AWS::IAM::Role',
          Properties: {
            RoleName: `quartermaster-${name}`,
            Description: described[name],
            AssumeRolePolicyDocument: inYaml(roles[name].trust),
            Policies: [{ PolicyName: 'quartermaster', PolicyDocument: policyInYaml(roles[name].policy) }],
          },
        },
      ]),
    ),
    Outputs: Object.fromEntries(
      roleNames.map((name) => [
        `${pascal(name)}Arn`,
        { Description: 'A roleArn of the configuration.', Value: scalar('!GetAtt', `${pascal(name)}.Arn`) },
      ]),
    ),
  });
  document.commentBefore =
    ' Made by scripts/roles.ts of what `quartermaster iam-policy` prints: `npm run record` writes it anew.';
  return document.toString({ lineWidth: 0 });
}

/** What is read of a statement here; the types of the policies are narrower. */
interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Principal?: { readonly AWS: string };
  readonly Action: string | readonly string[];
  readonly Resource?: readonly string[];
  readonly Condition?: { readonly StringEquals: Readonly<Record<string, string>> };
}

const inTerraform = (text: string): string => written(text, (name) => `\${var.${snake(name)}}`);

/** A statement of aws_iam_policy_document. An external id that is not given asks for nothing. */
function statementInTerraform({ Sid, Effect, Principal, Action, Resource, Condition }: Statement) {
  const conditions = Object.entries(Condition?.StringEquals ?? {});
  const optional = conditions.filter(([, value]) => value === held.externalId);
  const always = conditions.filter((one) => !optional.includes(one));
  return {
    sid: Sid,
    effect: Effect,
    ...(Principal && { principals: [{ type: 'AWS', identifiers: [inTerraform(Principal.AWS)] }] }),
    actions: [Action].flat(),
    ...(Resource && { resources: Resource }),
    ...(always.length > 0 && {
      condition: always.map(([variable, value]) => ({
        test: 'StringEquals',
        variable: inTerraform(variable),
        values: [inTerraform(value)],
      })),
    }),
    ...(optional.length > 0 && {
      dynamic: optional.map(([variable]) => ({
        condition: {
          for_each: '${var.external_id == "" ? [] : [var.external_id]}',
          content: { test: 'StringEquals', variable, values: ['${condition.value}'] },
        },
      })),
    }),
  };
}

const documentInTerraform = ({ Statement: all }: { readonly Statement: readonly Statement[] }) => ({
  statement: all.map(statementInTerraform),
});

/** deploy/terraform/roles/roles.tf.json. */
export function terraform(): string {
  const made = {
    '//': 'Made by scripts/roles.ts of what `quartermaster iam-policy` prints: `npm run record` writes it anew.',
    terraform: [
      { required_version: '>= 1.5', required_providers: { aws: { source: 'hashicorp/aws', version: '>= 5.0' } } },
    ],
    variable: Object.fromEntries(
      parameters.map((name) => {
        const { what, form, usual } = asked[name];
        const condition = `\${can(regex(${JSON.stringify(form)}, var.${snake(name)}))}`;
        const validation = [{ condition, error_message: `Expected the form ${form}.` }];
        return [
          snake(name),
          { type: 'string', description: what, ...(usual !== undefined && { default: usual }), validation },
        ];
      }),
    ),
    data: {
      aws_iam_policy_document: Object.fromEntries(
        roleNames.flatMap((name) => [
          [name, documentInTerraform(roles[name].policy)],
          [`${name}_trust`, documentInTerraform(roles[name].trust)],
        ]),
      ),
    },
    resource: {
      aws_iam_role: Object.fromEntries(
        roleNames.map((name) => [
          name,
          {
            name: `quartermaster-${name}`,
            description: described[name],
            assume_role_policy: `\${data.aws_iam_policy_document.${name}_trust.json}`,
          },
        ]),
      ),
      aws_iam_role_policy: Object.fromEntries(
        roleNames.map((name) => [
          name,
          {
            name: 'quartermaster',
            role: `\${aws_iam_role.${name}.name}`,
            policy: `\${data.aws_iam_policy_document.${name}.json}`,
          },
        ]),
      ),
    },
    output: Object.fromEntries(
      roleNames.map((name) => [
        `${name}_arn`,
        { description: 'A roleArn of the configuration.', value: `\${aws_iam_role.${name}.arn}` },
      ]),
    ),
  };
  return `${JSON.stringify(made, undefined, 2)}\n`;
}
