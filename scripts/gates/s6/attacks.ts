/** What an attacker may know. The signed address and id are what leaks when a customer forwards a mail of ours. */
export interface Leaked {
  victim: string
  shop: string
  owner: { name: string; address: string }
  /** Of the mail that we sent to the victim. */
  ourMessageId: string
  replyAddress: string
  /** Of the victim's own first mail. */
  theirMessageId: string
  number: number
  subject: string
  /** The conversation of the attacker's own account: its signed reply address. */
  attackersReplyAddress: string
  trustedServer: string
}

export interface Attack {
  name: string
  headers: string[]
  body?: string
  /**
   * apart: may not enter the victim's conversation. joins: enters it as somebody else, shown as new and unverified. victim: the mail says it is the victim, which no
   * server can know; it enters, marked as unverified. own: lands with the attacker or alone, whatever it says.
   */
  lands: 'apart' | 'joins' | 'victim' | 'own'
  /** A flag that must be there. */
  flag?: string
}

let strangers = 0
/** Another stranger each time: only the first mail of one is shown as a newcomer's. */
const stranger = () => `evil-${strangers++}@attacker.test`
const accomplice = 'accomplice@attacker.test'
const base32 = 'abcdefghijklmnopqrstuvwxyz234567'
/** Another character of the alphabet in one place. */
const bend = (text: string, at: number) => text.slice(0, at) + base32[(base32.indexOf(text[at]!.toLowerCase()) + 5) % 32]! + text.slice(at + 1)

/** Sixty and more mails that try to pass as an agent or the customer, to enter a conversation by a guess, or to have something sent to a stranger. */
export function attacksWith(leaked: Leaked): Attack[] {
  const { victim, shop, owner, ourMessageId, replyAddress, theirMessageId, subject, number, attackersReplyAddress, trustedServer } = leaked
  const from = (address: string, name = '') => `From: ${name ? `${name} ` : ''}<${address}>`
  const answering = (id: string) => [`In-Reply-To: <${id}>`, `References: <${id}>`]
  const [local, domain] = [replyAddress.slice(0, replyAddress.lastIndexOf('@')), replyAddress.slice(replyAddress.lastIndexOf('@') + 1)]
  const token = local.indexOf('+r') + 2
  const idParts = ourMessageId.split('@')[0]!.split('.')
  const guessedIds: [string, string][] = [
    ['its signature bent at the end', bend(ourMessageId, ourMessageId.indexOf('@') - 2)],
    ['its signature bent at the start', bend(ourMessageId, ourMessageId.indexOf('@') - 26)],
    ['its message bent', bend(ourMessageId, 3 + 27 + 5)],
    ['its conversation bent', bend(ourMessageId, 3 + 5)],
    ['no signature', `${idParts.slice(0, 3).join('.')}@${domain}`],
    ['an empty signature', `${idParts.slice(0, 3).join('.')}.@${domain}`],
    ['a signature of zeros', `${idParts.slice(0, 3).join('.')}.${'a'.repeat(26)}@${domain}`],
    ['parts exchanged', `${idParts[0]}.${idParts[2]}.${idParts[1]}.${idParts[3]}@${domain}`],
    ['the signature cut', `${ourMessageId.split('@')[0]!.slice(0, -1)}@${domain}`],
    ['a conversation number', `conversation-${number}@${domain}`],
    ['a number alone', `${number}@${domain}`],
    ['the next number', `sv.${number + 1}@${domain}`],
  ]
  const guessedAddresses: [string, string][] = [
    ['bent at the end', `${bend(local, local.length - 1)}@${domain}`],
    ['bent in the middle', `${bend(local, token + 30)}@${domain}`],
    ['of another conversation', `${bend(local, token + 3)}@${domain}`],
    ['without signature', `${local.slice(0, token + 26)}@${domain}`],
    ['with a signature of zeros', `${local.slice(0, token + 26)}${'a'.repeat(26)}@${domain}`],
    ['with a number', `${shop.split('@')[0]}+${number}@${domain}`],
    ['with a short signature', `${local.slice(0, -4)}@${domain}`],
    ['with the Message-ID as token', `${shop.split('@')[0]}+r${idParts[1]}${idParts[3]}@${domain}`],
  ]
  const attacks: Attack[] = [
    ...guessedIds.map(([name, id]): Attack => ({
      name: `guessed Message-ID, ${name}`,
      headers: [from(stranger()), `To: ${shop}`, ...answering(id)],
      lands: 'apart',
    })),
    ...guessedAddresses.map(([name, address]): Attack => ({
      name: `forged reply address, ${name}`,
      headers: [from(stranger()), `To: ${address}`],
      lands: 'apart',
    })),
    { name: 'the same subject', headers: [from(stranger()), `To: ${shop}`, `Subject: Re: ${subject}`], lands: 'apart' },
    { name: 'the number in the subject', headers: [from(stranger()), `To: ${shop}`, `Subject: [#${number}] ${subject}`], lands: 'apart' },
    { name: 'the number in words', headers: [from(stranger()), `To: ${shop}`, `Subject: Ticket ${number}`], lands: 'apart' },
    {
      name: 'subject and number of the victim, as the victim without ids',
      headers: [from(stranger(), `"${victim}"`), `To: ${shop}`, `Subject: Re: ${subject} #${number}`],
      lands: 'apart',
    },
    {
      name: 'a marker in the text with a forged signature',
      headers: [from(stranger()), `To: ${shop}`],
      body: `> sv1-${local.slice(token, token + 26)}${'a'.repeat(26)}`,
      lands: 'apart',
    },
    { name: 'a marker made of the reply token', headers: [from(stranger()), `To: ${shop}`], body: `> sv1-${local.slice(token)}`, lands: 'apart' },
    { name: 'a marker in the subject', headers: [from(stranger()), `To: ${shop}`, `Subject: sv1-${local.slice(token)}`], lands: 'apart' },
    {
      name: 'an Outlook root made up',
      headers: [from(stranger()), `To: ${shop}`, 'Thread-Index: AQHZabcdefghijklmnopqrstuvwxyz==', `Thread-Topic: ${subject}`],
      lands: 'apart',
    },
    {
      name: 'headers of other systems',
      headers: [
        from(stranger()),
        `To: ${shop}`,
        `X-Ticket-Id: ${number}`,
        `X-Conversation-Id: ${number}`,
        `X-Samvad-Conversation: ${number}`,
        `Feedback-ID: ${number}`,
      ],
      lands: 'apart',
    },
  ]
  const agentAs = (evil: () => string): [string, string[]][] => [
    ['the agent’s address', [from(owner.address, `"${owner.name}"`)]],
    ['the agent’s address in capitals', [from(owner.address.toUpperCase(), `"${owner.name}"`)]],
    ['our own address', [from(shop, '"Support"')]],
    ['the agent’s name', [from(evil(), `"${owner.name}"`)]],
    ['the agent’s address as a name', [from(evil(), `"${owner.address}"`)]],
    ['the agent as sender', [from(evil()), `Sender: ${owner.address}`]],
    ['the agent for answers', [from(evil()), `Reply-To: ${owner.address}`]],
    ['two senders', [`From: ${owner.address}, ${evil()}`]],
    ['two From headers', [from(owner.address), from(evil())]],
    ['an encoded name', [from(evil(), `=?utf-8?B?${Buffer.from(`${owner.name} <${owner.address}>`).toString('base64')}?=`)]],
    ['a look-alike letter', [from(evil(), `"${owner.name.replace('o', 'о')}"`)]],
    ['a group', [`From: ${owner.name}: ${evil()};`]],
    ['an address within a name', [`From: "${owner.address}" "x" <${evil()}>`]],
  ]
  const ways: [string, string[]][] = [
    ['a real thread id', [`To: ${shop}`, ...answering(ourMessageId)]],
    ['the real reply address', [`To: ${replyAddress}`]],
  ]
  for (const [by, more] of ways)
    for (const [name, lines] of agentAs(stranger)) attacks.push({ name: `${name} with ${by}`, headers: [...lines, ...more], lands: 'joins' })
  const results = (server: string, verdict: string) =>
    `Authentication-Results: ${server}; spf=${verdict}; dkim=${verdict}; dmarc=${verdict} header.from=customers.test`
  attacks.push(
    {
      name: 'the victim, with a copy to the attacker',
      headers: [from(victim), `To: ${shop}`, `Cc: ${accomplice}`, ...answering(ourMessageId)],
      lands: 'victim',
      flag: 'unverified_sender',
    },
    {
      name: 'the victim, answers to the attacker',
      headers: [from(victim), `Reply-To: ${accomplice}`, `To: ${replyAddress}`],
      lands: 'victim',
      flag: 'unverified_sender',
    },
    {
      name: 'the victim, disowned by their domain',
      headers: [results(trustedServer, 'fail'), from(victim), `To: ${replyAddress}`],
      lands: 'victim',
      flag: 'dmarc_fail',
    },
    {
      name: 'the victim, with a pass that the attacker wrote below the fail',
      headers: [results(trustedServer, 'fail'), results(trustedServer, 'pass'), from(victim), `To: ${replyAddress}`],
      lands: 'victim',
      flag: 'dmarc_fail',
    },
    {
      name: 'the victim, with a pass of a server nobody trusts',
      headers: [results('mx.attacker.test', 'pass'), from(victim), `To: ${replyAddress}`],
      lands: 'victim',
      flag: 'unverified_sender',
    },
    {
      name: 'the victim, with a pass of a server that is called almost the same',
      headers: [results(`${trustedServer}.attacker.test`, 'pass'), from(victim), `To: ${replyAddress}`],
      lands: 'victim',
      flag: 'unverified_sender',
    },
    {
      name: 'the victim, with a pass in a comment',
      headers: [`Authentication-Results: mx.attacker.test (${trustedServer}; dmarc=pass); dmarc=pass`, from(victim), `To: ${replyAddress}`],
      lands: 'victim',
      flag: 'unverified_sender',
    },
    {
      name: 'the victim, with ARC written by the attacker',
      headers: [`ARC-Authentication-Results: i=1; ${trustedServer}; dmarc=pass`, from(victim), `To: ${replyAddress}`],
      lands: 'victim',
      flag: 'unverified_sender',
    },
    {
      name: 'a stranger answers the victim’s own mail',
      headers: [from(stranger()), `To: ${shop}`, ...answering(theirMessageId)],
      lands: 'joins',
      flag: 'new_participant',
    },
    {
      name: 'a stranger with the reply address in Cc',
      headers: [from(stranger()), `To: ${accomplice}`, `Cc: ${replyAddress}`],
      lands: 'joins',
      flag: 'new_participant',
    },
    {
      name: 'a stranger, as if delivered to the reply address',
      headers: [from(stranger()), `To: ${shop}`, `Delivered-To: ${replyAddress}`],
      lands: 'joins',
      flag: 'new_participant',
    },
    { name: 'our loop header, made up', headers: [from(stranger()), `To: ${shop}`, 'X-Samvad-Loop: AAAAAAAAAAAAAAAAAAAAAA'], lands: 'own' },
    {
      name: 'an automatic answer, to be overlooked',
      headers: [from(stranger()), `To: ${shop}`, 'Auto-Submitted: auto-replied', `Subject: Re: ${subject}`],
      lands: 'own',
    },
    {
      name: 'a verification mail of a third party to our address',
      headers: [from('no-reply@slack.test', '"Slack"'), `To: ${shop}`, 'Subject: Confirm your address'],
      body: 'Your code is CODE-111111',
      lands: 'own',
    },
    {
      name: 'a verification mail of a third party to the attacker’s signed address',
      headers: [from('no-reply@slack.test', '"Slack"'), `To: ${attackersReplyAddress}`, 'Subject: Confirm your address'],
      body: 'Your code is CODE-222222',
      lands: 'own',
      flag: 'new_participant',
    },
    {
      name: 'a password mail of a third party to the attacker’s signed address',
      headers: [from('accounts@bank.test'), `To: ${attackersReplyAddress}`, 'Subject: Reset your password'],
      body: 'https://bank.test/reset/CODE-333333',
      lands: 'own',
      flag: 'new_participant',
    },
  )
  return attacks
}
