/**
 * How Teams draws cards. Colours are the page's own (page.css), by name, so that another look needs no new drawing and
 * what somebody has typed into a card stays.
 */

const tone = (name: string) => ({ default: `var(--${name})`, subtle: `var(--${name}-subtle)` })

const foregroundColors = {
  default: tone('text'),
  dark: tone('text'),
  light: tone('text-light'),
  accent: tone('accent-text'),
  attention: tone('attention'),
  good: tone('good'),
  warning: tone('warning'),
}

const container = (background: string) => ({ backgroundColor: `var(--${background})`, foregroundColors })

const fontWeights = { lighter: 300, default: 400, bolder: 600 }
const fontSizes = { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 }

export const teamsLook = {
  fontTypes: {
    default: { fontFamily: 'inherit', fontSizes, fontWeights },
    monospace: { fontFamily: 'ui-monospace, Consolas, monospace', fontSizes, fontWeights },
  },
  spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
  separator: { lineThickness: 1, lineColor: 'var(--line)' },
  imageSizes: { small: 32, medium: 52, large: 100 },
  containerStyles: {
    default: container('card'),
    emphasis: container('card-emphasis'),
    accent: container('card-accent'),
    good: container('card-good'),
    attention: container('card-attention'),
    warning: container('card-warning'),
  },
  inputs: {
    label: {
      inputSpacing: 'Small',
      requiredInputs: { weight: 'Bolder', color: 'Default', size: 'Small', suffix: ' *', suffixColor: 'Attention' },
      optionalInputs: { weight: 'Bolder', color: 'Default', size: 'Small' },
    },
    errorMessage: { color: 'Attention', size: 'Small', spacing: 'Small', weight: 'Default' },
  },
  actions: {
    maxActions: 6,
    spacing: 'Default',
    buttonSpacing: 8,
    showCard: { actionMode: 'Inline', inlineTopMargin: 12, style: 'emphasis' },
    preExpandSingleShowCardAction: false,
    actionsOrientation: 'Horizontal',
    actionAlignment: 'Left',
    iconPlacement: 'LeftOfTitle',
    allowTitleToWrap: true,
    iconSize: 16,
  },
  adaptiveCard: { allowCustomStyle: false },
  imageSet: { imageSize: 'Medium', maxImageHeight: 100 },
  factSet: {
    title: { color: 'Default', size: 'Default', isSubtle: false, weight: 'Bolder', wrap: true, maxWidth: 180 },
    value: { color: 'Default', size: 'Default', isSubtle: false, weight: 'Default', wrap: true },
    spacing: 12,
  },
  textBlock: { headingLevel: 3 },
}
