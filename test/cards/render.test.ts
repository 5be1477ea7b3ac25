import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { cardFrom } from '../../src/cards/render.js'
import { reader } from './samples.js'

const around = { title: 'Title', buttons: [] }
const drawn = (text: string, data: object) =>
  cardFrom({ body: [{ type: 'TextBlock', text, wrap: true }] })(reader('en', { practice: false }), around, data)

describe('a card template', () => {
  it('fails on a field that the data lacks', () => {
    expect(() => drawn('${missing}', {})).to.throw(/no data for .*missing/)
  })

  it('fails on such a field within a longer text too, which the library alone would print', () => {
    expect(() => drawn('Hello ${missing}!', {})).to.throw(/no data for .*missing/)
  })

  it('fails on a missing list', () => {
    const repeated = cardFrom({ body: [{ type: 'TextBlock', $data: '${missing}', text: '${text}' }] })
    expect(() => repeated(reader('en'), around, {})).to.throw(/missing/)
  })

  it('works again after a failure', () => {
    expect(() => drawn('${missing}', {})).to.throw()
    expect(drawn('${here}', { here: 'yes' }).text).to.equal('Title\nyes')
  })

  it('does not evaluate what stands in the data', () => {
    expect(drawn('${name}', { name: '${1+1}' }).text).to.equal('Title\n${1+1}')
  })

  it('leaves the data as they were', () => {
    const data = { name: '*x*' }
    drawn('${name}', data)
    expect(data).to.deep.equal({ name: '*x*' })
  })

  it('marks practice in the head, and only there', () => {
    const plain = cardFrom({ body: [] })(reader('en', { practice: false }), around, {})
    const practice = cardFrom({ body: [] })(reader('en'), around, {})
    expect([plain.text, practice.text]).to.deep.equal(['Title', 'Title | practice'])
  })

  it('asks clients for a newer card only where somebody is named (refresh)', () => {
    const refresh = { caseId: '00000000-0000-4000-8000-000000000700', revision: 3 }
    const card = (refreshFor: string[]) =>
      cardFrom({ body: [] })(reader('en', { refreshFor }), { ...around, refresh }, {}).card
    expect(card([])).to.not.have.property('refresh')
    expect(card(['29:ada'])).to.have.deep.property('refresh', {
      userIds: ['29:ada'],
      action: { type: 'Action.Execute', verb: 'refresh', data: { ...refresh, verb: 'refresh', press: 'key-00000001' } },
    })
  })

  it('uses no $when: false cannot be told from a missing field there', () => {
    const folder = join('src', 'cards', 'templates')
    const guilty = readdirSync(folder).filter((name) => readFileSync(join(folder, name), 'utf8').includes('$when'))
    expect(guilty).to.deep.equal([])
  })
})
