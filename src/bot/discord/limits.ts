/**
 * What Discord takes. Lengths are in characters; counted here in UTF-16 code units, which are never fewer. One component beyond
 * them loses the whole message (error 50035, "Invalid Form Body").
 */
export const limits = {
  /** Components Reference, "Legacy Message Component Behavior" and "Container": components of a message, nested ones counted. */
  components: 40,
  /** Components Reference, "Text Display": characters of all those of a message together. */
  messageText: 4_000,
  /** Components Reference, "Action Row": buttons of one; a select stands in one alone. */
  rowButtons: 5,
  /** Components Reference, "Anatomy of a Component": of a `custom_id`, which is unique in its message. */
  customId: 100,
  /** Components Reference, "String Select": options of one. */
  selectOptions: 25,
  /** The same page: an option's label. */
  optionLabel: 100,
  /** The same page: an option's value. */
  optionValue: 100,
  /** The same page: the line below an option's label. */
  optionDescription: 100,
  /** The same page: what stands in the select before something is chosen. */
  placeholder: 150,
  /** Components Reference, "Media Gallery": the text in the place of an item. */
  mediaDescription: 1_024,
  /** Message resource, "Create Message": files of a message. */
  attachments: 10,
  /** Interactions: Receiving and Responding, "Modal": its title. */
  modalTitle: 45,
  /** The same page: components of one. */
  modalComponents: 5,
  /** Components Reference, "Label": what stands above a field. */
  label: 45,
  /** Components Reference, "Text Input": what stands in an empty field. */
  inputPlaceholder: 100,
} as const;
