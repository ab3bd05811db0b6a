import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { PolicyLanguage, RuleFault, Rules } from '../../ports/policy.ts';
import type { CheckedTexts } from './checked.ts';
import { outlineOf, type Outline } from './outline.ts';
import { faultsWords, RulesError } from './rules-error.ts';
import { textOf, type RulesFile } from './rules-file.ts';
import { starter, starterOutline } from './starter.ts';
import { watchFile } from './watch-file.ts';

/** What they are made from. */
export interface RulesParts {
  readonly language: PolicyLanguage;
  /** Undefined: the starter is in force, whatever files there are. */
  readonly file: RulesFile | undefined;
  readonly checked: CheckedTexts;
  readonly clock: Clock;
  readonly log: Log;
  /** Told of the rules at the start, and whenever others come into force. */
  announce?(text: string, file: string | undefined): Promise<void>;
}

/** The rules as they are now. */
export interface Current {
  /** What they are about: known without loading their language. */
  readonly outline: readonly Outline[];
  /** The rules themselves, which are read when they are first asked for. */
  rules(): Promise<Rules>;
  /** The name of their file; undefined: the starter's. */
  readonly file: string | undefined;
  /** What is wrong with the file as it stands now, where it is bad: the rules are of before. */
  readonly faults: readonly RuleFault[];
}

/** Gives the rules in force, after a look whether their file has changed. */
export type RulesInForce = () => Promise<Current>;

/** Rules that were found in order; read when they are first asked for. */
interface Standing extends Omit<Current, 'faults'> {
  readonly text: string;
}

/**
 * Reads the rules at the start, and anew whenever their file has changed; where it then is bad or gone, the old ones stay in
 * force. Rejects with RulesError where the file is bad at the start.
 */
export async function openRules(parts: RulesParts): Promise<RulesInForce> {
  const { language, file, checked, clock, log } = parts;
  const announce = (standing: Standing) => parts.announce?.(standing.text, standing.file);
  const ofStarter = standing(undefined, starter, starterOutline, () => read(language, starter));
  if (file === undefined) {
    await announce(ofStarter);
    return async () => ({ ...ofStarter, faults: [] });
  }

  // Before the text is read: what is written between the two is seen at the next look.
  const watched = watchFile(file.path, clock);
  const first = await take(file);
  if (isFaults(first)) throw new RulesError(faultsWords(file.name, first));
  let inForce = first ?? ofStarter;
  if (first === undefined && file.required) throw new RulesError(`the access rules ${file.name} do not exist`);
  await announce(inForce);
  let faults: readonly RuleFault[] = [];
  let looking: Promise<void> | undefined;

  return async () => {
    looking ??= look(file).finally(() => {
      looking = undefined;
    });
    await looking;
    return { ...inForce, faults };
  };

  async function look(at: RulesFile): Promise<void> {
    const stamp = watched.changed();
    if (stamp === undefined) return;
    const found = await take(at);
    if (!watched.taken(stamp)) return;
    if (found !== undefined && !isFaults(found)) {
      inForce = found;
      faults = [];
      log.info({ file: at.name }, 'access rules are read anew');
      await announce(found);
      return;
    }
    // There were none before either: the starter goes on.
    if (found === undefined && inForce === ofStarter) {
      faults = [];
      return;
    }
    faults = found ?? [{ line: 1, column: 1, says: 'the file is gone' }];
    log.error({ rules: faultsWords(at.name, faults) }, 'the access rules are bad; those of before stay in force');
  }

  /** The file's rules if they are in order; undefined: there is no file. */
  async function take({ path, name }: RulesFile): Promise<Standing | readonly RuleFault[] | undefined> {
    const text = await textOf(path);
    if (text === undefined) return undefined;
    if (typeof text !== 'string') return [text];
    const known = await checked.outline(text);
    if (known !== undefined) return standing(name, text, known, () => read(language, text));
    const rules = await language.read(text, false);
    if (isFaults(rules)) return rules;
    const outline = outlineOf(rules.all);
    await checked.add(text, outline);
    return standing(name, text, outline, async () => rules);
  }
}

/** Rules that are read once, or again where that failed. */
function standing(
  file: string | undefined,
  text: string,
  outline: readonly Outline[],
  reads: () => Promise<Rules>,
): Standing {
  let reading: Promise<Rules> | undefined;
  return {
    file,
    text,
    outline,
    rules() {
      reading ??= reads().catch((error: unknown) => {
        reading = undefined;
        throw error;
      });
      return reading;
    },
  };
}

async function read(language: PolicyLanguage, text: string): Promise<Rules> {
  const rules = await language.read(text, true);
  if (isFaults(rules)) throw new Error(`rules that were in order are not: ${faultsWords('rules', rules)}`);
  return rules;
}

const isFaults = (value: unknown): value is readonly RuleFault[] => Array.isArray(value);
