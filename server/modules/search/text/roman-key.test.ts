import assert from 'node:assert/strict'
import { test } from 'node:test'
import { romanKey, soundKeys } from './roman-key.ts'

const soundsAlike: [native: string, romanised: string][] = [
  ['पैसा वापस कब मिलेगा', 'paisa waapas kab milegaa'],
  ['शिकायत नहीं सुनी', 'shikayat nahin suni'],
  ['मेरा रिफंड', 'mera refund'],
  ['आपका ज्ञान', 'apka gyaan'],
  ['फ़ोन ख़राब', 'phone kharaab'],
  ['रद्दीकरण क्यों', 'raddikaran kyon'],
  ['రీఫండ్ ఎప్పుడు వస్తుంది', 'refund yeppudu vasthundi'],
  ['డబ్బులు ఇంకా రాలేదు', 'dabbulu inka raaledu'],
  ['ఫిర్యాదు చేశాను', 'phiryadu cheshanu'],
  ['പണം കിട്ടിയില്ല', 'panam kittiyilla'],
  ['എന്റെ ഓർഡർ എവിടെ', 'ente order evide'],
  ['ഞങ്ങൾ പറഞ്ഞു', 'njangal paranju'],
  ['മഴ', 'mazha'],
  ['பணம் எப்போது கிடைக்கும்', 'panam eppothu kidaikkum'],
  ['நன்றி மாற்றம்', 'nandri maatram'],
  ['வந்தது என்று', 'vandhadhu endru'],
  ['ஃபோன்', 'phone'],
]
for (const [native, romanised] of soundsAlike) {
  test(`${native} sounds like ${romanised}`, () => assert.deepEqual(soundKeys(romanKey(native)), soundKeys(romanKey(romanised))))
}

const sameRoman: [native: string, romanised: string][] = [
  ['पैसा वापस कब', 'paisa wapas kab'],
  ['आपका सामान', 'aapka samaan'],
  ['ఎప్పుడు', 'eppudu'],
  ['కుదరదు', 'kudaradu'],
  ['കിട്ടി', 'kitti'],
  ['பணம்', 'panam'],
  ['जीएसटी', 'GST'],
  ['नहीं में', 'nahin mein'],
]
for (const [native, romanised] of sameRoman) test(`${native} is spelled ${romanised}`, () => assert.equal(romanKey(native), romanKey(romanised)))

test('one word of the search key gives one word', () => assert.equal(romanKey('पैसा AB-1234 não 日本').split(' ').length, 6))

test('scripts without a table of ours are transliterated too', () => assert.equal(romanKey('Москва'), romanKey('moskva')))

test('the work grows with the text, not with its square', () => {
  const text = 'मेरा ऑर्डर अभी तक नहीं आया। Please refund AB-1234, thanks. పార్సెల్ ఇంకా రాలేదు. പണം കിട്ടിയില്ല. பணம் வரவில்லை. Não chegou. '
  const measure = (times: number) => {
    const long = text.repeat(times)
    const started = process.cpuUsage()
    soundKeys(romanKey(long))
    const { user, system } = process.cpuUsage(started)
    return user + system
  }
  measure(500)
  const once = Math.min(measure(500), measure(500), measure(500))
  assert.ok(measure(4000) < once * 40, 'eight times the text took more than forty times the work')
})
