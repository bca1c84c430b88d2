import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type AddressKind, classifyAddress, isInBlock, isPublicAddress, isReachableAddress } from './address.ts'

const cases: [address: string, kind: AddressKind][] = [
  ['8.8.8.8', 'public'],
  ['1.1.1.1', 'public'],
  ['9.255.255.255', 'public'],
  ['11.0.0.0', 'public'],
  ['100.63.255.255', 'public'],
  ['100.128.0.0', 'public'],
  ['126.255.255.255', 'public'],
  ['128.0.0.1', 'public'],
  ['169.253.255.255', 'public'],
  ['169.255.0.0', 'public'],
  ['172.15.255.255', 'public'],
  ['172.32.0.0', 'public'],
  ['192.0.1.0', 'public'],
  ['192.167.255.255', 'public'],
  ['192.169.0.0', 'public'],
  ['198.17.255.255', 'public'],
  ['198.20.0.0', 'public'],
  ['223.255.255.255', 'public'],
  ['0.0.0.0', 'unspecified'],
  ['0.255.255.255', 'unspecified'],
  ['10.0.0.0', 'private'],
  ['10.255.255.255', 'private'],
  ['100.64.0.0', 'private'],
  ['100.100.100.200', 'private'],
  ['100.127.255.255', 'private'],
  ['127.0.0.1', 'loopback'],
  ['127.255.255.254', 'loopback'],
  ['169.254.0.1', 'link_local'],
  ['169.254.169.254', 'link_local'],
  ['172.16.0.1', 'private'],
  ['172.31.255.255', 'private'],
  ['192.168.0.1', 'private'],
  ['192.0.0.192', 'reserved'],
  ['192.0.2.1', 'documentation'],
  ['192.31.196.1', 'reserved'],
  ['192.52.193.1', 'reserved'],
  ['192.88.99.1', 'translated'],
  ['192.175.48.1', 'reserved'],
  ['198.18.0.1', 'reserved'],
  ['198.19.255.255', 'reserved'],
  ['198.51.100.7', 'documentation'],
  ['203.0.113.7', 'documentation'],
  ['224.0.0.1', 'multicast'],
  ['239.255.255.250', 'multicast'],
  ['240.0.0.1', 'reserved'],
  ['255.255.255.255', 'reserved'],
  ['168.63.129.16', 'cloud_host'],
  ['168.63.129.17', 'public'],
  ['2606:4700:4700::1111', 'public'],
  ['2a00:1450:4001:81b::200e', 'public'],
  ['2400:cb00:2048:1::c629:d7a2', 'public'],
  ['2001:200::1', 'public'],
  ['2001:4860:4860::8888', 'public'],
  ['3ffe::1', 'public'],
  ['::', 'unspecified'],
  ['::1', 'loopback'],
  ['0:0:0:0:0:0:0:1', 'loopback'],
  ['::2', 'translated'],
  ['::127.0.0.1', 'translated'],
  ['::ffff:127.0.0.1', 'translated'],
  ['::ffff:7f00:1', 'translated'],
  ['::ffff:8.8.8.8', 'translated'],
  ['::ffff:0:127.0.0.1', 'translated'],
  ['64:ff9b::127.0.0.1', 'translated'],
  ['64:ff9b::a00:1', 'translated'],
  ['64:ff9b:1::7f00:1', 'translated'],
  ['2001::1', 'translated'],
  ['2001:0:53aa:64c:0:7d8f:80ff:fffe', 'translated'],
  ['2001:2::1', 'reserved'],
  ['2001:10::1', 'reserved'],
  ['2001:20::1', 'reserved'],
  ['2001:1ff:ffff::1', 'reserved'],
  ['2001:db8::1', 'documentation'],
  ['2002:7f00:1::', 'translated'],
  ['2002:c0a8:101::1', 'translated'],
  ['2a00:1450::5efe:7f00:1', 'translated'],
  ['2a00:1450::200:5efe:a00:1', 'translated'],
  ['3fff::1', 'documentation'],
  ['3fff:fff::1', 'documentation'],
  ['100::1', 'reserved'],
  ['4000::1', 'reserved'],
  ['5f00::1', 'reserved'],
  ['fc00::1', 'private'],
  ['fd00:ec2::254', 'private'],
  ['fdff::1', 'private'],
  ['fe80::1', 'link_local'],
  ['febf::1', 'link_local'],
  ['fec0::1', 'private'],
  ['ff02::1', 'multicast'],
  ['ff0e::1', 'multicast'],
  ['fe80::1%eth0', 'invalid'],
  ['2606:4700::1%1', 'invalid'],
  ['', 'invalid'],
  ['localhost', 'invalid'],
  ['127.1', 'invalid'],
  ['0177.0.0.1', 'invalid'],
  ['0x7f.0.0.1', 'invalid'],
  ['2130706433', 'invalid'],
  ['08.8.8.8', 'invalid'],
  ['8.8.8.8.', 'invalid'],
  [' 8.8.8.8', 'invalid'],
  ['[::1]', 'invalid'],
]

for (const [address, kind] of cases) {
  test(`${JSON.stringify(address)} is ${kind}`, () => {
    assert.equal(classifyAddress(address), kind)
    assert.equal(isPublicAddress(address), kind === 'public')
  })
}

const onPremise: [address: string, allowed: boolean][] = [
  ['10.1.2.3', true],
  ['127.0.0.1', true],
  ['::1', true],
  ['fd12::25', true],
  ['8.8.8.8', true],
  ['169.254.169.254', false],
  ['fe80::1', false],
  ['0.0.0.0', false],
  ['::ffff:10.0.0.1', false],
  ['64:ff9b::a00:1', false],
  ['224.0.0.1', false],
  ['168.63.129.16', false],
]
for (const [address, allowed] of onPremise) {
  test(`inside a company's own network ${address} is ${allowed ? 'a host' : 'still refused'}`, () => {
    assert.equal(isReachableAddress(address, true), allowed)
    assert.equal(isReachableAddress(address, false), address === '8.8.8.8')
  })
}

const blocks: [address: string, block: string, inside: boolean][] = [
  ['2001:470:1::7f00:1', '2001:470:1::/96', true],
  ['2001:470:2::1', '2001:470:1::/96', false],
  ['5.6.7.8', '5.6.0.0/16', true],
  ['5.7.7.8', '5.6.0.0/16', false],
  ['5.6.7.8', '2000::/3', false],
  ['5.6.7.8', '0.0.0.0/0', true],
]
for (const [address, block, inside] of blocks) {
  test(`${address} is ${inside ? '' : 'not '}in ${block}`, () => assert.equal(isInBlock(address, block), inside))
}
for (const wrong of ['5.6.7.8', '5.6.7.8/33', 'x/8', '5.6.7.8/', '::/129']) {
  test(`${wrong} is refused as a block`, () => assert.throws(() => isInBlock('5.6.7.8', wrong), TypeError))
}
