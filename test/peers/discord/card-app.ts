import {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  ContextMenuCommandBuilder,
  ApplicationCommandType,
  LabelBuilder,
  MessageFlags,
  ModalBuilder,
  SlashCommandBuilder,
  StringSelectMenuBuilder,
  TextDisplayBuilder,
  TextInputBuilder,
  TextInputStyle,
  type Interaction,
} from 'discord.js';

/** `/ec2` with a subcommand, and one in a group. */
export const slash = new SlashCommandBuilder()
  .setName('ec2')
  .setDescription('Understand, price and control EC2')
  .addSubcommand((sub) =>
    sub
      .setName('stop')
      .setDescription('Stop instances')
      .addStringOption((option) =>
        option.setName('targets').setDescription('Which').setRequired(true).setAutocomplete(true).setMaxLength(20),
      )
      .addIntegerOption((option) => option.setName('hours').setDescription('How long').setMinValue(1))
      .addStringOption((option) => option.setName('reason').setDescription('Why').setMinLength(3))
      .addBooleanOption((option) => option.setName('share').setDescription('Show everybody'))
      .addUserOption((option) => option.setName('owner').setDescription('Whose')),
  )
  .addSubcommandGroup((group) =>
    group
      .setName('alerts')
      .setDescription('Alerts')
      .addSubcommand((sub) =>
        sub
          .setName('list')
          .setDescription('All alerts')
          .addStringOption((option) =>
            option
              .setName('kind')
              .setDescription('Which')
              .addChoices({ name: 'Idle addresses', value: 'idle' }, { name: 'All', value: 'all' }),
          ),
      ),
  )
  .setContexts(0, 1)
  .toJSON();
/** A command in the menu of messages. */
export const lookUp = new ContextMenuCommandBuilder()
  .setName('Look up')
  .setType(ApplicationCommandType.Message)
  .toJSON();

const buttons = (...labels: readonly string[]) =>
  new ActionRowBuilder<ButtonBuilder>().addComponents(
    ...labels.map((label) =>
      new ButtonBuilder()
        .setCustomId(label.toLowerCase())
        .setLabel(label)
        .setStyle(ButtonStyle.Secondary)
        .setDisabled(label === 'Gone'),
    ),
  );
const menu = new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(
  new StringSelectMenuBuilder()
    .setCustomId('size')
    .setPlaceholder('Size')
    .setMaxValues(2)
    .addOptions({ label: 'Small', value: 's' }, { label: 'Large', value: 'l' }, { label: 'Huge', value: 'h' }),
);
const card = (said: string, ...labels: readonly string[]) => ({
  flags: MessageFlags.IsComponentsV2 as const,
  components: [new TextDisplayBuilder().setContent(said), buttons(...labels), menu],
});
const modal = () =>
  new ModalBuilder()
    .setCustomId('why')
    .setTitle('Why?')
    .addLabelComponents(
      new LabelBuilder()
        .setLabel('Reason')
        .setTextInputComponent(
          new TextInputBuilder().setCustomId('reason').setStyle(TextInputStyle.Short).setMinLength(3).setMaxLength(12),
        ),
    );

/** What the app does; what it was told is kept. */
export const listening = (told: unknown[]) => async (interaction: Interaction) => {
  if (interaction.isAutocomplete()) {
    const { name, value } = interaction.options.getFocused(true);
    told.push([name, value]);
    return interaction.respond([{ name: `${value}-1`, value: 'web-1' }]);
  }
  if (interaction.isChatInputCommand()) {
    const { options } = interaction;
    told.push([options.getSubcommandGroup(false), options.getSubcommand(), options.data]);
    await interaction.deferReply();
    return interaction.editReply(card('hello', 'Stop', 'Why', 'Gone'));
  }
  if (interaction.isMessageContextMenuCommand()) {
    told.push(interaction.targetMessage.content);
    return interaction.reply({ content: 'looked', flags: MessageFlags.Ephemeral });
  }
  if (interaction.isButton() && interaction.customId === 'why') return interaction.showModal(modal());
  if (interaction.isButton()) {
    told.push([interaction.customId, interaction.message.id]);
    await interaction.deferUpdate();
    return interaction.editReply(card('stopped', 'Start'));
  }
  if (interaction.isStringSelectMenu()) {
    told.push(interaction.values);
    return interaction.update(card('chosen', 'Start'));
  }
  if (interaction.isModalSubmit()) {
    told.push(interaction.fields.getTextInputValue('reason'));
    return interaction.reply({ content: 'because', flags: MessageFlags.Ephemeral });
  }
  return undefined;
};
