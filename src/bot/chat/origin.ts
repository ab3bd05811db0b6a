import type { Person, Place } from '../../core/people/person.ts';

/** Who did something where. Each platform adds how to answer. */
export interface Origin {
  /** The platform's own name of the person. */
  readonly user: string;
  /** Left out: nowhere in particular, as on a page of their own; answers go to the direct conversation. */
  readonly channel?: string | undefined;
  /** A conversation of two in which it was said, which may be with the bot or with somebody else: answers go to that with the bot. */
  readonly near?: string | undefined;
  /** The conversation with the bot alone. */
  readonly direct?: boolean | undefined;
  /** The message that was said in a thread belongs to. */
  readonly thread?: string | undefined;
  /** The message whose button was pressed. `hidden`: one person alone sees it; `lists`: other changes can be pressed there too. */
  readonly pressed?:
    | { readonly id: string; readonly hidden: boolean; readonly lists?: boolean | undefined }
    | undefined;
  /** Pressed on a page of their own. */
  readonly home?: boolean | undefined;
}

/** Who somebody on a platform is. */
export interface Member extends Pick<Person, 'id' | 'name'> {
  readonly standing?: NonNullable<Person['standing']>;
  /** A program: nothing that it says is heard. */
  readonly bot: boolean;
}

/** Who is who, and what a channel is, as the platform says. Never rejects. @typeParam F Who did something where, on this platform. */
export interface Who<F> {
  /** Something was said just now, and for the first time: what the platform tells of the person with it is as they are. */
  spoke(from: F): void;
  member(from: F): Promise<Member>;
  /** Where it was said: a channel, or the direct conversation. @param anew What everybody will see does not rest on what could not be told a moment ago. */
  place(from: F, by: Member, anew: boolean): Promise<Place>;
  /** The place of this id, in which something is told unasked. */
  told(placeId: string): Promise<Place>;
}
