import type { Home } from './instance.ts';

/** One rule of the file that says who may do what. */
export interface Rule {
  /** Its `@id`, else `rule 3` for the third of the file. */
  readonly id: string;
  readonly effect: 'permit' | 'forbid';
  /** Its `@says`: the rule in words. */
  readonly says?: string | undefined;
  /** As it stands in the file. */
  readonly text: string;
  /** Where it begins, from 1. */
  readonly line: number;
  /** Roles of its scope, of which whoever asks must have one; `any`: its scope names none. */
  readonly roles: readonly string[] | 'any';
  /** Actions of its scope, groups taken apart. */
  readonly actions: readonly string[];
  /** Every role that it names, in its scope and in its conditions. */
  readonly mentions: readonly string[];
  /** It holds for whoever does one of its actions, to whatever: it has no condition, and its scope names neither persons nor things. */
  readonly always: boolean;
}

/** What is wrong with a file of rules, and where. */
export interface RuleFault {
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** A clause without a full stop. */
  readonly says: string;
  /** What was perhaps meant. */
  readonly nearest?: string | undefined;
}

/** Who asks, or approves. */
export interface Principal {
  /** Qualified by the platform: `os:maria`. */
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
  /** Other ids of the same person: what rules say of any of them is said of this one. */
  readonly also?: readonly string[] | undefined;
}

/** A thing that a rule may be about. */
export interface ResourceFacts extends Home {
  readonly is: 'instance' | 'address' | 'volume';
  readonly id: string;
  readonly name?: string | undefined;
  /** EC2's word; of addresses `associated`, `free`, `released`. */
  readonly state: string;
  /** Of an instance its type, of a volume its kind. */
  readonly type?: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  /** What it costs an hour while it runs, in USD, as a decimal; left out where it is not known. */
  readonly usdPerHour?: string | undefined;
}

/** What a question is about: a thing, all of an account in a region, or Quartermaster itself. */
export type Resource = ResourceFacts | (Home & { readonly is: 'region' }) | { readonly is: 'house' };

/** What rules may look at besides. */
export interface Circumstances {
  /** Id of the place where it is asked; `private` where only the person reads it. */
  readonly place: string;
  readonly private: boolean;
  readonly reason?: string | undefined;
  readonly approver?: Principal | undefined;
  /** Local time: 0 to 23, 0 to 59, `monday` … `sunday`, `2026-11-26`. */
  readonly hour: number;
  readonly minute: number;
  readonly weekday: string;
  readonly date: string;
  /** Things that one change is for. */
  readonly targets: number;
}

/** May this person do this to that, as things are? */
export interface Question {
  readonly who: Principal;
  readonly does: string;
  readonly to: Resource;
  readonly context: Circumstances;
}

/** The decision and the rules that made it: of a refusal those that forbid, none where nothing permits. */
export interface Decision {
  readonly allowed: boolean;
  readonly rules: readonly Rule[];
}

/** Rules that were read and are in order. Nothing that no rule permits is allowed, and a rule that forbids wins. */
export interface Rules {
  readonly all: readonly Rule[];
  /** Throws where the question has not the form of the schema: that is a fault of ours. */
  decide(question: Question): Decision;
}

/** What can be asked about: each action and what it is done to. */
export interface Actions {
  /** Changes by name, with what they change. */
  readonly changes: Readonly<Record<string, 'instance' | 'address'>>;
}

/** The language of the rules. */
export interface PolicyLanguage {
  /** What a check depends on besides the text: what can be asked about, and the version of the language. Known without loading anything. */
  readonly edition: string;
  /** Reads and checks a text; the event loop gets its turn meanwhile. @param checked The text was found in order before, and is not checked again. */
  read(text: string, checked: boolean): Promise<Rules | readonly RuleFault[]>;
}
