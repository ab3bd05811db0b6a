import { z } from 'zod';
import type { RulesFile } from '../core/people/access/rules-file.ts';
import { demoAccountNames } from '../core/demo-accounts.ts';
import { isTimeZone } from '../core/people/access/circumstances.ts';
import { nearest } from '../core/near.ts';
import { isRegionWord } from '../core/regions.ts';
import type { Alert } from '../core/watch/alert.ts';
import { AlertsConfig, WatchConfig } from './alerts.ts';
import { DiscordConfig, SlackConfig, unique, yesOrNo } from './chats.ts';
import { RedisConfig } from './redis.ts';

/** How long a plan waits for its press, in seconds: the least, the most, and where nothing is said. */
const ttlSeconds = { least: 30, most: 3_600, usual: 300 } as const;

/** Targets of one change at most: the least that can be configured, the most, and where nothing is said. */
const maxTargets = { least: 1, most: 1_000, usual: 25 } as const;

/** A start that AWS has no room for is tried again so often, in seconds, and for so long altogether, in minutes. */
const everySeconds = { least: 10, most: 600, usual: 30 } as const;
const forMinutes = { least: 1, most: 60, usual: 15 } as const;

/** Days that the audit is kept at least, where it is not kept forever: with fewer, one typed figure would take what an incident is understood by. */
const keepDaysLeast = 30;

/** The path of a file. */
const filePath = z.string().regex(/^\P{Cc}+$/u, 'expected the path of a file');

/** ECMA-402: what `Intl` knows. */
const timeZone = z.string().refine(isTimeZone, 'expected a time zone such as Europe/Berlin or UTC');

/** Things that one person may change within any hour: the least that can be configured, the most, and where nothing is said. */
const changesPerHour = { least: 1, most: 10_000, usual: 100 } as const;

/** How long a change waits for another person's approval, in minutes: a week at most. */
const approvalMinutes = { least: 1, most: 10_080, usual: 60 } as const;

/** An account's name is typed in filters (`account:prod`), so it is one plain word. */
const accountName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,62}$/i, 'expected a plain word of at most 63 letters, digits, dots and hyphens');

/** Only the form: which regions an account may use, AWS says. */
const region = z.string().refine(isRegionWord, 'expected a region such as eu-west-1');

/** Who somebody is: the platform, then what the platform calls them. Of somebody of another organisation their workspace stands between: `slack:T0456:U0123`. */
const personId = z
  .string()
  .regex(
    /^(?:(?:os|demo|slack):\S+|discord:\d{1,20})$/,
    'expected a platform and a name, such as os:maria or slack:S0123, or an id of Discord, discord:4567',
  );

const roleName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,62}$/i, 'expected a plain word of at most 63 letters, digits and hyphens');

const personName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,62}$/i, 'expected a plain word of at most 63 letters, digits, dots and hyphens');

const regionList = z.array(region).min(1, 'expected at least one region').refine(unique, 'a region stands twice');

/** Where people of a chat speak: a channel or conversation, or a whole workspace or server. */
const placeId = z
  .string()
  .regex(
    /^(?:slack:\S{1,200}|discord:\d{1,20})$/,
    'expected the id of a place or workspace, as whoami tells it: slack:C0123456, or an id of Discord, discord:4567',
  );

/** STS API, "AssumeRole": RoleArn and ExternalId. */
const roleArn = z
  .string()
  .regex(
    /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/,
    'expected the ARN of a role, arn:aws:iam::111122223333:role/NAME',
  );
const externalId = z
  .string()
  .regex(/^[\w+=,.@:/-]{2,1224}$/, 'expected 2 to 1224 letters, digits and signs of _+=,.@:/-');

/** One AWS account: what we call it, what opens it (a profile of the AWS configuration, else the default credential chain; with them a role, where one is named), and where to look. */
const account = z
  .strictObject({
    name: accountName,
    profile: z.string().min(1, 'expected the name of a profile').optional(),
    roleArn: roleArn.optional(),
    externalId: externalId.optional(),
    /** Changes are made in a session that bears the name of who asked, as SourceIdentity too. The role's trust policy must allow that. */
    namesPeople: yesOrNo.optional(),
    /** Of `regions: all`: where to look as long as AWS does not tell which are enabled. */
    fallbackRegions: regionList.optional(),
    regions: z.union([z.literal('all'), regionList], 'expected a list of regions, or all'),
  })
  .refine(
    ({ roleArn: role, externalId: id, namesPeople }) =>
      role !== undefined || (id === undefined && namesPeople !== true),
    'externalId and namesPeople go with a roleArn',
  )
  .refine(
    ({ regions, fallbackRegions }) => regions === 'all' || fallbackRegions === undefined,
    'fallbackRegions go with regions: all',
  );

/** Everything that can be configured. Keys, their environment variables and what is said of a wrong key are all derived from here. */
export const Config = z
  .strictObject({
    store: z
      .strictObject({
        path: filePath.optional(),
      })
      .prefault({}),
    /** The store on Redis, for several processes; left out, it is the file of `store.path`, whose folder holds what belongs to this machine in any case. */
    redis: RedisConfig.optional(),
    audit: z
      .strictObject({
        /** The file that knows the head of the audit besides the store; left out: beside the store, with its name. */
        anchor: filePath.optional(),
        /** Older entries are forgotten; left out: none. */
        keepDays: z.int().min(keepDaysLeast).max(36_500).optional(),
        /** The place that gets a copy of every entry: `terminal:STORE:os:maria`. */
        copyTo: z
          .string()
          .regex(/^[\w-]+:\S{1,200}$/, 'expected the id of a place, such as slack:C0123456')
          .optional(),
      })
      .prefault({}),
    confirmations: z
      .strictObject({
        ttlSeconds: z.int().min(ttlSeconds.least).max(ttlSeconds.most).default(ttlSeconds.usual),
        maxTargets: z.int().min(maxTargets.least).max(maxTargets.most).default(maxTargets.usual),
      })
      .prefault({}),
    changes: z
      .strictObject({
        /** Things that one person may change within any hour. */
        perHour: z.int().min(changesPerHour.least).max(changesPerHour.most).default(changesPerHour.usual),
        keepTrying: z
          .strictObject({
            everySeconds: z.int().min(everySeconds.least).max(everySeconds.most).default(everySeconds.usual),
            forMinutes: z.int().min(forMinutes.least).max(forMinutes.most).default(forMinutes.usual),
          })
          .prefault({}),
      })
      .prefault({}),
    /** Who may do what: the file of rules, and the time zone in which they tell the hour. */
    access: z.strictObject({ file: filePath.optional(), timeZone: timeZone.optional() }).prefault({}),
    /**
     * Role → persons, and groups and channels whose members have it: `operator: [os:maria, slack:S0123, slack:C0456]`. Left out,
     * the local user of the terminal is an operator (on the demo account an approver and an admin too); on the demo account
     * everybody of the team in a chat is all of that, on real accounts nobody there is anything.
     */
    roles: z.record(roleName, z.array(personId)).optional(),
    /** Who is one person in several platforms: a name → ids, `maria: [os:maria, slack:U0123]`. */
    people: z
      .record(personName, z.array(personId).min(1, 'expected at least one id'))
      .superRefine((people, context) => {
        const all = Object.values(people).flat();
        const twice = all.find((id, at) => all.indexOf(id) !== at);
        if (twice !== undefined) context.addIssue({ code: 'custom', message: `the id ${twice} stands twice` });
      })
      .optional(),
    /** Which accounts may be seen in a place, or in all of a workspace: `slack:C0456: [prod]`. Left out, all everywhere but where people of other organisations read; where it stands, nothing anywhere else. */
    places: z
      .record(
        placeId,
        z.union([z.literal('all'), z.array(accountName)], 'expected all, or a list of names of accounts'),
      )
      .optional(),
    /** How long another person's approval is waited for, and a place where it is asked for besides that of the change. */
    approvals: z
      .strictObject({
        ttlMinutes: z.int().min(approvalMinutes.least).max(approvalMinutes.most).default(approvalMinutes.usual),
        place: z
          .string()
          .regex(/^\S{1,200}$/, 'expected the id of a place, as whoami tells it')
          .optional(),
      })
      .prefault({}),
    /** Real AWS accounts; left out, the embedded demo account is used. */
    accounts: z
      .array(account)
      .min(1, 'expected at least one account; leave the key out for the demo account')
      .refine((accounts) => unique(accounts.map(({ name }) => name)), 'two accounts have the same name')
      .optional(),
    /** What is looked for of itself, when, and whom it is told: see core/watch. More are made in chats. */
    alerts: AlertsConfig.optional(),
    /** What holds for all alerts. */
    watch: WatchConfig,
    /** Slack; left out, the bot does not speak there. Its secrets stand in the environment: see `slackSecrets`. */
    slack: SlackConfig.optional(),
    /** Discord; left out, the bot does not speak there. Its token stands in the environment: see `discordToken`. */
    discord: DiscordConfig.optional(),
  })
  .superRefine(({ places = {}, alerts = {}, accounts }, context) => {
    const known: readonly string[] = accounts?.map(({ name }) => name) ?? Object.values(demoAccountNames);
    const check = (names: readonly string[], ...path: readonly string[]): void => {
      for (const [index, name] of names.entries())
        if (!known.includes(name))
          context.addIssue({ code: 'custom', path: [...path, index], message: noAccount(name, known) });
    };
    for (const [place, seen] of Object.entries(places)) if (seen !== 'all') check(seen, 'places', place);
    for (const [name, { accounts: own = [] }] of Object.entries(alerts)) check(own, 'alerts', name, 'accounts');
  });

function noAccount(name: string, known: readonly string[]): string {
  const [near] = nearest(name, known, 1);
  const there = `there ${known.length === 1 ? 'is' : 'are'} ${known.join(', ')}`;
  return `no account is called so; ${near === undefined ? there : `did you mean ${near}?`}`;
}

/** The configuration as it is in force: every default filled in, paths absolute. Without `accounts` it is the demo account's. */
export type Config = Omit<z.infer<typeof Config>, 'store' | 'audit' | 'access' | 'alerts'> & {
  readonly alerts: readonly Alert[];
  readonly store: { readonly path: string };
  readonly audit: Omit<z.infer<typeof Config>['audit'], 'anchor'> & { readonly anchor: string };
  readonly access: { readonly file: RulesFile; readonly timeZone: string };
};
