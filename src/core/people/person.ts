/** Who speaks. The id is stable and qualified by its platform: `os:maria`, `demo:ana`, later `slack:U0123`. */
export interface Person {
  readonly id: string;
  readonly name: string;
  /** From `roles:` of the configuration, or `--roles` on the demo account. */
  readonly roles: readonly string[];
}

/** Where something was said. A terminal's place is the store and the person, not the process, so another window of the same person is the same place. */
export interface Place {
  readonly id: string;
  /** Only this person reads it, where set. */
  readonly privateTo?: string;
}
