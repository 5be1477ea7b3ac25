import { expect } from 'chai'
import {
  buttonNamed,
  buttonsOf,
  Card,
  gatherInputs,
  inOneLine,
  refreshOf,
  withNumberedButtons,
} from '../../../src/practice/channel/cards.js'
import { ChannelUseError } from '../../../src/practice/channel/people.js'

const card = Card.parse({
  type: 'AdaptiveCard',
  refresh: {
    action: { type: 'Action.Execute', title: 'never seen', verb: 'refresh', data: { a: 1 } },
    userIds: ['29:1x'],
  },
  body: [
    {
      type: 'Container',
      items: [{ type: 'TextBlock', text: 'Dates' }],
      selectAction: { type: 'Action.OpenUrl', title: 'Open' },
    },
    { type: 'Input.Date', id: 'start', value: '2026-04-01' },
    {
      type: 'ActionSet',
      actions: [
        { type: 'Action.Execute', title: 'Save', verb: 'save', fallback: { type: 'Action.Submit', title: 'Old' } },
      ],
    },
  ],
  actions: [
    {
      type: 'Action.ShowCard',
      title: 'Reject…',
      card: {
        type: 'AdaptiveCard',
        body: [{ type: 'Input.Text', id: 'reason', isRequired: true, maxLength: 5 }],
        actions: [{ type: 'Action.Execute', title: 'Reject', verb: 'reject', data: { type: 'Action.Execute' } }],
      },
    },
    { type: 'Action.Submit', title: 'Cancel', associatedInputs: 'none', data: { verb: 'cancel' } },
  ],
})

describe('the buttons of a card', () => {
  it('are counted in reading order, without fallbacks, payloads and the refresh', () => {
    expect(buttonsOf(card).map(({ index, title }) => [index, title])).to.deep.equal([
      [0, 'Open'],
      [1, 'Save'],
      [2, 'Reject…'],
      [3, 'Reject'],
      [4, 'Cancel'],
    ])
  })

  it('get the same numbers in the copy for a page', () => {
    const numbered = buttonsOf(withNumberedButtons(card, (index) => `b${index}`))
    expect(numbered.map(({ id }) => id)).to.deep.equal(['b0', 'b1', 'b2', 'b3', 'b4'])
    expect(buttonsOf(card)[1]?.id).to.equal(undefined)
  })

  const scopes: [title: string, inputs: string[]][] = [
    ['Save', ['start']],
    ['Reject', ['start', 'reason']],
    ['Cancel', []],
  ]
  for (const [title, inputs] of scopes) {
    it(`send with ${title}: ${inputs.join(', ') || 'no input'}`, () =>
      expect(buttonNamed(card, title).inputs.map(({ id }) => id)).to.deep.equal(inputs))
  }

  it('are refused by a title that is not there, naming those that are', () => {
    expect(() => buttonNamed(card, 'Approve')).to.throw(ChannelUseError, 'Open | Save | Reject… | Reject | Cancel')
  })

  it('are refused by a title that several have', () => {
    const twice = Card.parse({
      type: 'AdaptiveCard',
      actions: [
        { type: 'Action.Submit', title: 'Go' },
        { type: 'Action.Submit', title: 'Go' },
      ],
    })
    expect(() => buttonNamed(twice, 'Go')).to.throw(ChannelUseError, '2 buttons')
    expect(buttonNamed(twice, 1).index).to.equal(1)
  })
})

describe('the inputs that go along with a press', () => {
  const only = (input: object) =>
    buttonNamed(
      Card.parse({ type: 'AdaptiveCard', body: [input], actions: [{ type: 'Action.Submit', title: 'Go' }] }),
      'Go',
    )
  const choices = [
    { title: 'A', value: 'a' },
    { title: 'B', value: 'b' },
  ]

  const sent: [what: string, input: object, typed: Record<string, string>, gathered: Record<string, string>][] = [
    ['a number as text', { type: 'Input.Number', id: 'n', value: 3 }, {}, { n: '3' }],
    ['what was typed instead', { type: 'Input.Number', id: 'n', value: 3 }, { n: '4' }, { n: '4' }],
    ['nothing for a field left empty', { type: 'Input.Text', id: 't' }, {}, {}],
    ['nothing for a field that was emptied', { type: 'Input.Text', id: 't', value: 'x' }, { t: '' }, {}],
    ['an untouched toggle as off', { type: 'Input.Toggle', id: 'g' }, {}, { g: 'false' }],
    [
      'the chosen values of a list of many',
      { type: 'Input.ChoiceSet', id: 'c', isMultiSelect: true, choices, value: 'a,b' },
      {},
      { c: 'a,b' },
    ],
  ]
  for (const [what, input, typed, gathered] of sent) {
    it(`are ${what}`, () => expect(gatherInputs(only(input), typed)).to.deep.equal(gathered))
  }

  const stopped: [what: string, input: object, typed: Record<string, string>, why: string][] = [
    ['a required one that is empty', { type: 'Input.Text', id: 't', isRequired: true }, {}, 'input t is required'],
    ['a required toggle that is off', { type: 'Input.Toggle', id: 'g', isRequired: true }, {}, 'input g is required'],
    ['no number', { type: 'Input.Number', id: 'n' }, { n: 'many' }, 'takes a number'],
    ['a number out of range', { type: 'Input.Number', id: 'n', min: 1 }, { n: '0' }, 'is out of range'],
    ['a choice that is not offered', { type: 'Input.ChoiceSet', id: 'c', choices }, { c: 'z' }, 'has no such choice'],
    ['no day', { type: 'Input.Date', id: 'd' }, { d: '2026-02-31' }, 'takes a day'],
    ['a text that is too long', { type: 'Input.Text', id: 't', maxLength: 2 }, { t: 'abc' }, 'at most 2'],
    ['an input the card does not have', { type: 'Input.Text', id: 't' }, { u: 'x' }, 'no input u'],
  ]
  for (const [what, input, typed, why] of stopped) {
    it(`do not leave the client with ${what}`, () =>
      expect(() => gatherInputs(only(input), typed)).to.throw(ChannelUseError, why))
  }
})

describe('a card', () => {
  it('in one line is its first text and the buttons in view', () =>
    expect(inOneLine(card)).to.equal('[Dates | Open | Save | Reject… | Cancel]'))

  it('says who may ask for a newer one, and how', () =>
    expect(refreshOf(card)).to.deep.equal({ userIds: ['29:1x'], verb: 'refresh', id: undefined, data: { a: 1 } }))

  it('without a refresh has none', () => expect(refreshOf(Card.parse({ type: 'AdaptiveCard' }))).to.equal(undefined))
})
