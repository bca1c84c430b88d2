import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readAddresses } from './addresses.ts'

const cases: [name: string, raw: string, ...mailboxes: [name: string, address: string][]][] = [
  ['an address alone', 'a@b.org', ['', 'a@b.org']],
  ['the domain in lower case, the rest as sent', 'John.Doe@Example.ORG', ['', 'John.Doe@example.org']],
  ['name and address', 'Asha Rao <asha@example.in>', ['Asha Rao', 'asha@example.in']],
  ['a quoted name with a comma', '"Rao, Asha" <asha@x>', ['Rao, Asha', 'asha@x']],
  ['a comma in a name without quotes', 'Rao, Asha <asha@x>, b@y', ['Rao, Asha', 'asha@x'], ['', 'b@y']],
  ['escaped quotes', '"A \\"B\\" C" <a@x>', ['A "B" C', 'a@x']],
  ['a comment is the name when there is no other', 'a@x (Asha Rao)', ['Asha Rao', 'a@x']],
  ['nested comments are no part of name or address', 'Pete(A (nice) \\) chap) <pete(his account)@silly.test(his host)>', ['Pete', 'pete@silly.test']],
  ['groups are flattened', 'Team: a@x, "C" <c@y>;, d@z', ['', 'a@x'], ['C', 'c@y'], ['', 'd@z']],
  ['an empty group is nobody', 'undisclosed-recipients:;'],
  ['semicolons between addresses', 'a@x; b@y;', ['', 'a@x'], ['', 'b@y']],
  ['two addresses without a comma', 'A <a@x> B <b@y>', ['A', 'a@x'], ['B', 'b@y']],
  ['a route before the address', '<@r.x,@s.y:a@x>', ['', 'a@x']],
  ['brackets never closed', 'A <a@x', ['A', 'a@x']],
  ['brackets forgotten', 'Test test@example.com', ['Test', 'test@example.com']],
  ['white space around the at sign', 'jane @ example . org', ['', 'jane@example.org']],
  ['mailto: in the brackets', '<mailto:a@x>', ['', 'a@x']],
  ['single quotes around name and address', "'a@x' <a@x>", ['', 'a@x']],
  ['a local part in quotes', '"john doe"@example.org', ['', '"john doe"@example.org']],
  ['an encoded name with a comma in it', '=?utf-8?Q?Rao=2C_Asha?= <a@x>', ['Rao, Asha', 'a@x']],
  ['an encoded name with an unescaped comma', '=?utf-8?Q?Rao, Asha?= <a@x>', ['Rao, Asha', 'a@x']],
  ['an encoded name in quotes', '"=?utf-8?B?w6TDtg==?=" <a@x>', ['äö', 'a@x']],
  ['name and address in one encoded word', '=?utf-8?Q?Foo_=3Cfoo=40bar.com=3E?=', ['Foo', 'foo@bar.com']],
  ['a name only', 'MAILER-DAEMON', ['MAILER-DAEMON', '']],
  ['a name and empty brackets', 'Mail Delivery <>', ['Mail Delivery', '']],
  ['name (address)', 'Foo (foo@bar.com)', ['Foo', 'foo@bar.com']],
  ['empty entries', ', a@x, ,b@y,', ['', 'a@x'], ['', 'b@y']],
  ['raw Latin-1 in the name', 'M\u00fcller <m@x>', ['Müller', 'm@x']],
  ['the address repeated as name says nothing', '"a@x" <a@x>', ['', 'a@x']],
  ['an address literal', 'a@[127.0.0.1]', ['', 'a@[127.0.0.1]']],
  ['a quoted local part with a bracket in it', 'Ben <">"@x.org>', ['Ben', '">"@x.org']],
  ['a quote that never closes', '"C\'est moche <paris@france>', ["C'est moche", 'paris@france']],
  ['a name quoted over two lines, a space in the address', '"John Smith" <jsmith@ example.com>', ['John Smith', 'jsmith@example.com']],
  ['a comment in front', '(Foo Bar) foo@bar', ['Foo Bar', 'foo@bar']],
  ['a group that goes on with a domain', 'Undisclosed-Recipient:;@jupiter.example.com;;;'],
  ['a closing bracket too many', 'paris@france>', ['', 'paris@france']],
  ['a bang path', 'sun!joe', ['sun!joe', '']],
  ['nothing', ''],
]
for (const [name, raw, ...mailboxes] of cases) {
  test(`addresses: ${name}`, () =>
    assert.deepEqual(
      readAddresses(raw).map((mailbox) => [mailbox.name, mailbox.address]),
      mailboxes,
    ))
}
