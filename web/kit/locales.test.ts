import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { locales } from './locale.ts'

const english = read<{ message: string; note: string }>('en')

test('every English message has a note for its translators and parses', () => {
  for (const [id, entry] of Object.entries(english)) {
    const { message, note } = entry!
    assert.ok(note, `${id} has no note`)
    assert.doesNotThrow(() => parse(message), id)
  }
})

for (const locale of Object.keys(locales).filter((name) => name !== 'en')) {
  const messages = read<string>(locale)
  test(`${locale} translates only what exists, with the same variables`, () => {
    for (const [id, message] of Object.entries(messages)) {
      const source = english[id]
      assert.ok(source !== undefined, `${id} is not an English message`)
      assert.deepEqual(variables(parse(message!)), variables(parse(source.message)), id)
    }
  })
  test(`${locale} uses the plural categories of its grammar`, () => {
    const known = new Set([...new Intl.PluralRules(locale).resolvedOptions().pluralCategories, 'many'])
    for (const [id, message] of Object.entries(messages)) {
      for (const category of plurals(parse(message!)))
        assert.ok(category.startsWith('=') || known.has(category as Intl.LDMLPluralRule), `${id}: ${category}`)
    }
  })
  test(`${locale} speaks all of the kit`, () => {
    const missing = Object.keys(english).filter((id) => /^(kit|channel|presence)\./.test(id) && !(id in messages))
    assert.deepEqual(missing, [])
  })
}

function read<Entry>(locale: string): Partial<Record<string, Entry>> {
  return JSON.parse(readFileSync(new URL(`./locales/${locale}.json`, import.meta.url), 'utf8')) as Partial<Record<string, Entry>>
}

function walk(elements: MessageFormatElement[]): MessageFormatElement[] {
  return elements.flatMap((element) => {
    if (element.type === TYPE.plural || element.type === TYPE.select)
      return [element, ...Object.values(element.options).flatMap((option) => walk(option.value))]
    return element.type === TYPE.tag ? [element, ...walk(element.children)] : [element]
  })
}

function variables(elements: MessageFormatElement[]): string[] {
  const named = walk(elements).filter((element) => element.type !== TYPE.literal && element.type !== TYPE.pound)
  return [...new Set(named.map((element) => ('value' in element ? String(element.value) : '')))].sort()
}

function plurals(elements: MessageFormatElement[]): string[] {
  return walk(elements).flatMap((element) => (element.type === TYPE.plural ? Object.keys(element.options) : []))
}
