/** What a receiving system says when it refuses, and what that means for the address. Own wording in the manner of real systems. */
export interface Refusal {
  name: string
  replyCode: string
  status: string
  words: string
  command: 'RCPT' | 'DATA' | 'MAIL'
  class: 'hard' | 'soft'
}

const refusal = (
  name: string,
  kind: Refusal['class'],
  replyCode: string,
  status: string,
  words: string,
  command: Refusal['command'] = 'RCPT',
): Refusal => ({
  name,
  class: kind,
  replyCode,
  status,
  words,
  command,
})

/** The recipient stands for `%r`. */
export const refusals: readonly Refusal[] = [
  refusal('unknown user', 'hard', '550', '5.1.1', '<%r>... User unknown'),
  refusal('unknown in the local table', 'hard', '550', '5.1.1', '<%r>: Recipient address rejected: User unknown in local recipient table'),
  refusal('no such user here', 'hard', '550', '5.0.0', 'No such user here'),
  refusal('mailbox unavailable', 'hard', '550', '5.5.0', 'Requested action not taken: mailbox unavailable'),
  refusal('account does not exist', 'hard', '550', '5.1.1', 'The email account that you tried to reach does not exist'),
  refusal('directory does not list the user', 'hard', '550', '5.1.1', 'RESOLVER.ADR.RecipNotFound; not found'),
  refusal('account disabled for good', 'hard', '550', '5.2.1', 'This account has been disabled or discontinued'),
  refusal('moved', 'hard', '551', '5.1.6', 'User has moved; no forwarding address is known'),
  refusal('host unknown', 'hard', '550', '5.1.2', 'Host unknown (Name server: host not found)'),
  refusal('domain without mail', 'hard', '556', '5.1.10', 'Domain does not accept mail (nullMX)'),
  refusal('domain not hosted', 'hard', '553', '5.7.1', "sorry, that domain isn't in my list of allowed rcpthosts"),
  refusal('mailbox full', 'soft', '552', '5.2.2', '<%r>... Mailbox full', 'DATA'),
  refusal('over quota, permanent code', 'soft', '550', '5.1.1', 'user over quota; mailbox is full'),
  refusal('over quota, for now', 'soft', '452', '4.2.2', 'The email account that you tried to reach is over quota'),
  refusal('account suspended', 'soft', '550', '5.2.1', 'Account is currently suspended'),
  refusal('spam', 'soft', '554', '5.7.1', 'Message rejected as spam by content filter', 'DATA'),
  refusal('blocklisted', 'soft', '554', '5.7.1', 'Service unavailable; Client host [192.0.2.25] blocked using bl.example'),
  refusal('DMARC', 'soft', '550', '5.7.26', 'Email rejected per DMARC policy for shop.example', 'DATA'),
  refusal('policy', 'soft', '550', '5.7.1', 'Message refused by local policy', 'DATA'),
  refusal('too large', 'soft', '552', '5.3.4', 'Message size exceeds fixed maximum message size', 'DATA'),
  refusal('greylisted', 'soft', '451', '4.7.1', 'Greylisting in action, please come back later'),
  refusal('rate', 'soft', '450', '4.2.1', 'The user you are trying to contact is receiving mail too quickly'),
  refusal('sender refused', 'soft', '553', '5.1.8', 'Domain of sender address does not exist', 'MAIL'),
  refusal('relaying', 'soft', '554', '5.7.1', '<%r>: Relay access denied'),
  refusal('system error', 'soft', '451', '4.3.0', 'Temporary local problem, please try later'),
  refusal('virus', 'soft', '550', '5.7.0', 'Message contains a virus', 'DATA'),
] // oxfmt-ignore
