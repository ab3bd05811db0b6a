import { parseDocument, isMap, isScalar, isSeq, type Node } from 'yaml';

/** What `!Ref AWS::NoValue` takes away. */
const noValue = Symbol('AWS::NoValue');

/**
 * A template of CloudFormation with these parameters in their places (user guide, "Intrinsic function reference"): what stands
 * in it but for its own `Parameters` and `Conditions`. Knows the functions that are used, and refuses others.
 */
export function evaluated(text: string, given: Readonly<Record<string, string>>): unknown {
  const document = parseDocument(text, { logLevel: 'error' });
  if (document.errors.length > 0) throw new Error(document.errors.map(({ message }) => message).join('; '));
  const declared = document.get('Parameters');
  if (!isMap(declared)) throw new Error('the template has no parameters');
  const parameters = Object.fromEntries(
    declared.items.map(({ key, value }) => {
      const name = String(key);
      const chosen = given[name] ?? (isMap(value) ? value.get('Default') : undefined);
      if (typeof chosen !== 'string') throw new Error(`${name} is given nowhere`);
      const form = isMap(value) ? value.get('AllowedPattern') : undefined;
      if (typeof form !== 'string' || !new RegExp(form).test(chosen)) throw new Error(`${name} has another form`);
      return [name, chosen];
    }),
  );
  const unknown = Object.keys(given).filter((name) => !(name in parameters));
  if (unknown.length > 0) throw new Error(`the template has no parameter ${unknown.join()}`);

  const valueOf = (node: unknown): unknown => {
    if (isScalar(node)) return scalar(node.tag, node.value);
    if (isSeq(node)) return listed(node.tag, node.items);
    if (!isMap(node)) throw new Error('the template has something that is no value');
    const entries = node.items.map(
      ({ key, value }) => [isScalar(key) ? String(key.value) : '', valueOf(value)] as const,
    );
    return Object.fromEntries(entries.filter(([, value]) => value !== noValue));
  };
  const ref = (name: string): unknown => {
    if (name === 'AWS::NoValue') return noValue;
    if (!(name in parameters)) throw new Error(`!Ref ${name} refers to nothing`);
    return parameters[name];
  };
  const scalar = (tag: string | undefined, value: unknown): unknown => {
    if (tag === '!Ref') return ref(String(value));
    if (tag === '!Sub') return String(value).replaceAll(/\$\{([^}]*)\}/g, (_, name: string) => String(ref(name)));
    if (tag === '!GetAtt') return { 'Fn::GetAtt': value };
    if (tag?.startsWith('!') === true && tag !== '!') throw new Error(`${tag} is not known here`);
    return value;
  };
  const listed = (tag: string | undefined, items: readonly unknown[]): unknown => {
    if (tag === '!If') {
      const [name, yes, no] = items;
      return valueOf(holds(String(valueOf(name))) ? yes : no);
    }
    const values = items.map(valueOf);
    if (tag === '!Equals') return values[0] === values[1];
    if (tag === '!Not') return values[0] !== true;
    if (tag?.startsWith('!') === true) throw new Error(`${tag} is not known here`);
    return values.filter((value) => value !== noValue);
  };
  const holds = (name: string): boolean => valueOf(document.getIn(['Conditions', name], true)) === true;

  return valueOf(without(document.contents, 'Parameters', 'Conditions'));
}

function without(node: Node | null, ...keys: readonly string[]): unknown {
  if (!isMap(node)) throw new Error('the template is no map');
  const copy = node.clone();
  if (!isMap(copy)) throw new Error('the template is no map');
  for (const key of keys) copy.delete(key);
  return copy;
}
