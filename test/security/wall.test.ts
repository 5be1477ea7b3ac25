import { expect } from 'chai'
import { buildWall } from '../../src/bot/wall.js'

const APP_ID = '11111111-1111-4111-8111-111111111111'
const live = buildWall({ appId: APP_ID, tenants: new Set(), serviceHosts: ['Smba.Example.gov', 'proxy.example:8443'] })
const practice = buildWall({ appId: undefined, tenants: 'any', serviceHosts: ['smba.example.gov'] })

describe('the addresses a bot with an app id may send to (RF55)', () => {
  const cases: [url: string, allowed: boolean][] = [
    ['https://smba.trafficmanager.net/emea/', true],
    ['https://smba.trafficmanager.net', true],
    ['https://SMBA.TrafficManager.net/uk/', true],
    ['https://smba.trafficmanager.net:443/emea/', true],
    ['https://directline.botframework.com/', true],
    ['https://smba.example.gov/teams/', true],
    ['https://proxy.example:8443/', true],
    ['http://smba.trafficmanager.net/emea/', false],
    ['https://smba.trafficmanager.net:8443/', false],
    ['https://evil.trafficmanager.net/', false],
    ['https://smba.trafficmanager.net.evil.example/', false],
    ['https://evilsmba.trafficmanager.net/', false],
    ['https://smba.trafficmanager.net./', false],
    ['https://smba.trafficmanager.net@evil.example/', false],
    ['https://evil.example/@smba.trafficmanager.net/', false],
    ['https://evil.example/?x=https://smba.trafficmanager.net/', false],
    ['https://evil.example#.botframework.com', false],
    ['https://evil.example\\.botframework.com/', false],
    ['https://botframework.com/', false],
    ['https://evilbotframework.com/', false],
    ['https://proxy.example/', false],
    ['https://sub.smba.example.gov/', false],
    ['https://smba.trafficmanager.net/emea/?code=1', false],
    ['https://smba.trafficmanager.net/\r\nHost: evil.example', false],
    [' https://smba.trafficmanager.net/', false],
    ['//smba.trafficmanager.net/', false],
    ['ftp://smba.trafficmanager.net/', false],
    ['javascript:alert(1)', false],
    ['http://127.0.0.1:3978/', false],
    ['', false],
    [`https://smba.trafficmanager.net/${'a'.repeat(600)}`, false],
  ]
  for (const [url, allowed] of cases) {
    it(`${allowed ? 'include' : 'do not include'} ${JSON.stringify(url.slice(0, 80))}`, () =>
      expect(live.allowsService(url)).to.equal(allowed))
  }

  it('are judged in linear time, whatever their length (RF67)', () => {
    const began = performance.now()
    live.allowsService(`https://${'a.'.repeat(50_000)}`)
    live.allowsService(`https://smba.trafficmanager.net/${'%'.repeat(100_000)}`)
    expect(performance.now() - began).to.be.below(50)
  })
})

describe('the addresses a bot without an app id may send to (RF55)', () => {
  const cases: [url: string, allowed: boolean][] = [
    ['http://127.0.0.1:3978/', true],
    ['http://127.0.0.1:56150', true],
    ['http://localhost:56150/_connector', true],
    ['http://[::1]:3978/', true],
    ['http://127.8.9.1/', true],
    ['https://127.0.0.1/', false],
    ['http://192.168.0.7/', false],
    ['http://localhost.evil.example/', false],
    ['http://127.0.0.1.evil.example/', false],
    ['http://localhost@evil.example/', false],
    ['https://smba.trafficmanager.net/', false],
    ['https://smba.example.gov/', false],
  ]
  for (const [url, allowed] of cases) {
    it(`${allowed ? 'include' : 'do not include'} ${url}`, () => expect(practice.allowsService(url)).to.equal(allowed))
  }
})
