/** An interaction must be answered within so many milliseconds, or its token is worth nothing (Discord, "Interactions: Receiving and Responding", "Interaction Callback"). */
export const answerWithinMs = 3_000;

/** An answered interaction's token edits and follows up for so long, in milliseconds (same page, "Followup Messages"). */
export const tokenLivesMs = 15 * 60_000;

/** A nonce tells a repeated message "in the past few minutes", in milliseconds (Discord, "Message resource", "Create Message"). How many minutes is not published. */
export const nonceLivesMs = 5 * 60_000;

/** A session that lost its connection can be resumed for "a few minutes", in milliseconds (Discord, "Gateway", "Initiating a Disconnect"). How many is not published. */
export const sessionLivesMs = 3 * 60_000;

/** IDENTIFYs in 24 hours; beyond that the token is reset (Discord, "Gateway", "Identifying"). */
export const identifiesAtMost = 1_000;

/** Bytes of one event that an app sends over the gateway (Discord, "Gateway", "Sending Events"). */
export const gatewayEventBytes = 4_096;

/** Bytes of one file of a message, and of a whole request (Discord, "Message resource", "Create Message"). */
export const uploads = { fileBytes: 10 * 1_024 * 1_024, requestBytes: 25 * 1_024 * 1_024, files: 10 } as const;

/** Of messages (Discord, "Message resource"). `componentsText` is told by the guide of discord.js. */
export const message = {
  content: 2_000,
  embeds: 10,
  embedsText: 6_000,
  nonce: 25,
  components: 40,
  componentsText: 4_000,
  legacyRows: 5,
} as const;

/** Of embeds (Discord, "Message resource", "Embed Limits"). */
export const embed = {
  title: 256,
  description: 4_096,
  fields: 25,
  fieldName: 256,
  fieldValue: 1_024,
  footer: 2_048,
  author: 256,
} as const;

/** Of components (Discord, "Components Reference"). */
export const component = {
  customId: 100,
  id: 2 ** 31 - 1,
  buttonLabel: 80,
  url: 512,
  rowButtons: 5,
  options: 25,
  values: 25,
  option: 100,
  placeholder: 150,
  sectionTexts: 3,
  galleryItems: 10,
  mediaDescription: 1_024,
  colour: 0xff_ff_ff,
  modalTitle: 45,
  modalComponents: 5,
  label: 45,
  labelDescription: 100,
  input: 4_000,
  inputPlaceholder: 100,
  radioOptions: { least: 2, most: 10 },
  checkboxes: 10,
  uploads: 10,
} as const;

/** Of commands and what is suggested for their options (Discord, "Application Commands"). */
export const command = {
  chatInputs: 100,
  contextMenus: 15,
  name: 32,
  description: 100,
  options: 25,
  choices: 25,
  choice: 100,
  stringLength: 6_000,
  altogether: 8_000,
} as const;
