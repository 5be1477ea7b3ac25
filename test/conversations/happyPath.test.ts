import { plays, Stage } from '../support/stage.js'

describe('a customer that is moved from the first word to the end', () => {
  let stage: Stage
  beforeEach(async () => {
    stage = await Stage.open()
  })
  afterEach(async () => stage.close())

  it('is moved in English by Sara, with Ben’s approval, in six presses', async () =>
    plays(
      stage,
      `
      sara: move Contoso
      sara: (presses Invite Contoso)
      sara: practice next
    `,
    ))
})
