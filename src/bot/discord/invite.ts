import { OAuth2Scopes, PermissionFlagsBits } from 'discord.js';

/**
 * What the bot is to be allowed in a server, and why. Answers to what somebody types or presses need none of it; what the bot posts
 * by itself does (Discord, "Permissions").
 */
export const permissions = [
  { name: 'View Channel', bit: PermissionFlagsBits.ViewChannel, why: 'to post in a channel at all' },
  {
    name: 'Send Messages',
    bit: PermissionFlagsBits.SendMessages,
    why: 'what follows from a message, approvals that are wanted, and outcomes that come later',
  },
  {
    name: 'Send Messages in Threads',
    bit: PermissionFlagsBits.SendMessagesInThreads,
    why: 'the same where a change was asked for in a thread',
  },
  {
    name: 'Attach Files',
    bit: PermissionFlagsBits.AttachFiles,
    why: 'long tables as CSV below a message of the channel',
  },
  {
    name: 'Read Message History',
    bit: PermissionFlagsBits.ReadMessageHistory,
    why: 'to answer to a message of its own; no message is read',
  },
] as const;

/** The way to invite the bot into a server (Discord, "OAuth2": Bot Authorization Flow). */
export const inviteOf = (applicationId: string): string =>
  `https://discord.com/oauth2/authorize?client_id=${applicationId}&permissions=${permissions.reduce((all, { bit }) => all | bit, 0n)}&scope=${[OAuth2Scopes.Bot, OAuth2Scopes.ApplicationsCommands].join('+')}`;
