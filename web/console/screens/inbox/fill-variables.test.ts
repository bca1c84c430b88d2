import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fillVariables, firstUnfilled, knownVariables } from './fill-variables.ts'

const said = (direction: 'in' | 'out', text: string) => ({ direction, text })
const known = knownVariables('ലക്ഷ്മി ദേവി', 'Ravi Teja', [
  said('in', 'My order LT-10001 came, thank you.'),
  said('in', 'But LT-10458 did not.'),
  said('out', 'Is it INV 20391?'),
])

const fillings: [name: string, text: string, filled: string][] = [
  ['names, whole and first', 'Hi {{customer.firstName}}, {{agent.name}} here', 'Hi ലക്ഷ്മി, Ravi Teja here'],
  ['blanks and capitals in a variable', '{{ Customer.FirstName }}', 'ലക്ഷ്മി'],
  ['the order the customer named last', 'About {{order.number}}', 'About LT-10458'],
  ['what nobody knows stays', 'Until {{promise.time}}', 'Until {{promise.time}}'],
  ['other braces are left alone', 'a {{1}} {b} {{}}', 'a {{1}} {b} {{}}'],
]
for (const [name, text, filled] of fillings) test(`saved reply: ${name}`, () => assert.equal(fillVariables(text, known), filled))

test('an order nobody named stays to be filled in, and is found', () => {
  const text = fillVariables(
    'Your refund for {{order.number}} left.',
    knownVariables('Asha', 'Ravi', [said('in', 'Call +91 98765 43210, room AB12')]),
  )
  assert.deepEqual(firstUnfilled(text), { from: 16, to: 32, name: '{{order.number}}' })
  assert.equal(firstUnfilled('Your refund left.'), null)
})
