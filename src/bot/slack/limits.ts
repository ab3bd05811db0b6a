/**
 * What Slack takes. Lengths are in characters; counted here in UTF-16 code units, which are never fewer. One block beyond them
 * loses the whole message (`invalid_blocks`).
 */
export const limits = {
  /** docs.slack.dev/reference/block-kit/blocks: blocks of a message. */
  messageBlocks: 50,
  /** docs.slack.dev/reference/block-kit/blocks: blocks of a modal and of App Home. */
  viewBlocks: 100,
  /** docs.slack.dev/reference/methods/chat.update: a longer `text` is refused with `msg_too_long`. */
  messageText: 4_000,
  /** docs.slack.dev/reference/views: JSON of a view, in bytes. */
  viewBytes: 250_000,
  /** docs.slack.dev/reference/block-kit/blocks/header-block. */
  header: 150,
  /** docs.slack.dev/reference/block-kit/blocks/section-block: its text. */
  sectionText: 3_000,
  /** The same page: fields of one section. */
  sectionFields: 10,
  /** The same page: one field. */
  sectionField: 2_000,
  /** docs.slack.dev/reference/block-kit/composition-objects/text-object: an element of a context. */
  contextText: 3_000,
  /** docs.slack.dev/reference/block-kit/blocks/actions-block: elements of one. */
  actionsElements: 25,
  /** docs.slack.dev/reference/block-kit/blocks/table-block: rows, the header among them. */
  tableRows: 100,
  /** The same page: columns. */
  tableColumns: 20,
  /** The same page: characters of all cells of a message. */
  tableCharacters: 10_000,
  /** docs.slack.dev/reference/block-kit/blocks/image-block: the text in its place. */
  imageAlt: 2_000,
  /** The same page: its title. */
  imageTitle: 2_000,
  /** docs.slack.dev/reference/block-kit/block-elements/button-element: its label, of which some 30 are shown. */
  buttonText: 75,
  /** The same page: what a screen reader says in its place. */
  buttonAccessibility: 75,
  /** The same page: what it carries. */
  buttonValue: 2_000,
  /** docs.slack.dev/reference/block-kit/block-elements/select-menu-element: options of one. */
  selectOptions: 100,
  /** docs.slack.dev/reference/block-kit/composition-objects/option-object: its label. */
  optionText: 75,
  /** The same page: the line below its label. */
  optionDescription: 75,
  /** `@slack/types` 3.2.0 says 75, newer pages say 150; the smaller one holds everywhere. */
  optionValue: 75,
  /** docs.slack.dev/reference/block-kit/blocks: of a `block_id`. */
  blockId: 255,
  /** docs.slack.dev/reference/block-kit/block-elements: of an `action_id`. */
  actionId: 255,
} as const;
