import type { BounceReason } from './recognition.ts'

/**
 * What mail systems say when they refuse, in the order in which it must be asked: what is clearly about the sender, the content or
 * the moment comes before what is about the address, because many systems answer "550 5.1.1" to everything. The first match wins.
 * Collected from reports of some hundred mail systems and providers; the wording is theirs, the order and the grouping ours.
 */
export const reasonPhrases: readonly [BounceReason, RegExp][] = [
  ['routing_loop', /hop count|too many hops|maximum (?:number of )?hops/i],
  [
    'suppressed',
    /suppression list|suppressed(?: recipient| address|:)|previously (?:been )?(?:bounced|unsubscribed)|^bounced address|unsubscribed address|on the bounce list|hard bounce.{0,20}suppress/i,
  ],
  [
    'mailbox_full',
    /(?:mail ?(?:box|folder|dir|file)|maildrop|inbox|in-box|account|user|recipient|disk|disc|storage)(?:'s)?[^.;]{0,60}\b(?:is |are |was )?(?:temporarily )?(?:full\b|over ?(?:its |his |the |disk |allowed |allocated )?(?:quota|limit|size)|exceed(?:ed|s|ing)?[^.;]{0,40}(?:quota|storage|allocat|limit|space|size|allowed)|has reached (?:its|the|his) (?:storage |maximum )?(?:limit|quota))/i,
  ],
  [
    'mailbox_full',
    /\b(?:over[- ]?quota|quota[- ](?:has been )?(?:exceed|violat|usage|full|limit)|quota is full|out of quota|exceed(?:ed|s|ing)? (?:the |its |their |his |your |user |disk |mail(?:box)? |storage )*(?:quota|storage)|(?:disk|disc|mail|mailbox|user|userdisk|domaindisk|storage) ?quota\b(?!s? (?:check|policy))|(?:over|beyond|exceed\w*) (?:the )?(?:allowed|allocated) (?:quota|space|storage)|full mailbox|mailbox (?:is )?full|mailfull|inbox full|space has been used up|no space (?:left )?(?:in|for) (?:the |this )?(?:mailbox|recipient|user)|not enough (?:storage |disk )?space (?:left )?in|does not have enough space|would (?:be over|exceed) [^.;]{0,40}(?:quota|storage|limit|allowed)|too much mail data|too many messages (?:on the server|in (?:the )?(?:mailbox|inbox))|number of messages in [^.;]{0,40}exceed|mail file size exceeds|exceeded storage allocation|reached disk quota|disk ?quota|quota violat|box space (?:is )?not enough|(?:maximum|max) mailbox size)/i,
  ],
  [
    'mailbox_full',
    /(?:メールボックス|容量|受信箱)[^。]{0,20}(?:一杯|いっぱい|満杯|超え|オーバー|不足)|bo[iî]te[^.]{0,40}(?:pleine|satur[ée]e|est pleine)|quota d[ée]pass[ée]|casella[^.]{0,40}(?:piena|esaurit)|cuota[^.]{0,40}(?:exced|super)|(?:buz[oó]n|casilla)[^.]{0,40}(?:llen[oa]|excedid)|caixa[^.]{0,40}(?:cheia|lotada|excedid)|postfach[^.]{0,40}(?:voll|überfüllt|ueberfuellt)|speicherplatz[^.]{0,40}(?:erschöpft|überschritten)|ящик[^.]{0,40}(?:переполнен|заполнен)|skrzynka[^.]{0,40}(?:pełna|przepełniona)|posta kutusu[^.]{0,30}dolu|(?:邮箱|郵箱|信箱)[^。]{0,12}(?:已?满|已?滿|超)|메일함[^.]{0,20}(?:초과|가득)|(?:मेलबॉक्स|इनबॉक्स)[^।]{0,20}(?:भर|पूर्ण)/iu,
  ],
  [
    'greylisted',
    /gr[ea]y[- ]?list|deferred for policy|try again in \d+ (?:seconds|minutes)|not yet authorized to deliver|temporar(?:y|ily) (?:deferred|rejected)[^.]{0,30}(?:greylist|policy)/i,
  ],
  [
    'message_too_large',
    /(?:message|mail|e-?mail|size|file|attachment|data)[^.;]{0,50}(?:too (?:big|large|long)|exceed(?:s|ed|ing)?[^.;]{0,60}(?:size|max|limit|\bbytes|\bmb\b)|larger than|over the (?:maximum|size) )|(?:max(?:imum)?|fixed)(?: allowed)? (?:message|mail|e-?mail)[ -]?size|(?:message|mail) ?size (?:limit|exceed|restriction)|size limit (?:exceeded|of)|delivery (?:of|to)[^.]{0,20} too large|RESOLVER\.RST\.(?:Send|Recip)SizeLimit|nachricht[^.]{0,20}zu gro(?:ß|ss)|mensaje demasiado grande|mensagem (?:muito|excede)[^.]{0,20}(?:grande|tamanho)|message trop (?:volumineux|gros|long)/iu,
  ],
  [
    'virus',
    /\bvirus(?:es)?\b[^.]{0,40}(?:found|detected|infected|contain|reject)|(?:contains?|infected (?:with|by)|carr(?:y|ies)|detected|found)[^.]{0,30}\b(?:a )?(?:virus|malware|trojan|worm)\b|\bmalware\b|\bclamav\b|(?:illegal|blocked|forbidden|prohibited|executable|dangerous) (?:attachment|file)|attachment[^.]{0,20}(?:blocked|not allowed|forbidden)|wurde ein virus/i,
  ],
  [
    'authentication_failed',
    /\b(?:dmarc|dkim|spf|arc)\b[^;\n]{0,80}(?:fail|reject|not (?:pass|align|allow|permit|auth)|invalid|error|missing|policy|denied|violat|required|check|unsuccess|not listed|softfail|hardfail|protect)|(?:fail|reject|not pass|due to|violat|missing|unauthenticated)[^;\n]{0,80}\b(?:dmarc|dkim|spf)\b|unauthenticated (?:e?mail|message|sender)|email (?:rejected )?(?:per|due to) (?:dmarc|security policies of)|sender (?:policy framework|id)[^.]{0,30}(?:fail|reject|not)|not authenticated to send|does not designate|is not allowed to send mail from|not (?:authori[sz]ed|permitted|allowed) to (?:use|send (?:from|mail for|on behalf))|did not (?:meet|pass) (?:the |email |sender )?authentication|(?:message|sender|domain) (?:failed|lacks?|does not pass) (?:sender )?authentication|fails? (?:sender )?authentication checks/i,
  ],
  [
    'address_moved',
    /(?:address|user|recipient|mailbox|account)[^.;]{0,60}(?:has (?:been )?(?:moved|changed|replaced|migrated)|is now (?:at )?[^ ]+@|was (?:moved|replaced))|has been replaced by|user has moved|mailbox has moved|(?:please )?(?:try|use|send to) (?:instead|the new address|<?[^ ]+@[^ ]+ instead)|user not local; please try|no forwarding address|new (?:e-?mail )?address (?:is|:)|adresse (?:a|à) chang|hat sich geändert|ist umgezogen|ha cambiado (?:de|su) (?:direcci[oó]n|correo)|mudou de (?:endere[cç]o|e-?mail)/iu,
  ],
  [
    'domain_not_hosted',
    /(?:isn'?t|is not|not) in my list of allowed rcpt ?hosts|domain[^.;]{0,50}(?:isn'?t|is not|not|no longer) (?:hosted|served|handled|configured|a local|local|found here|valid here|one of)|(?:do(?:es)? not|don't|no longer) (?:host|serve|handle|accept mail for) (?:this|that|the|your)? ?(?:domain|recipient domain)|not (?:a )?(?:local|hosted|valid) (?:recipient )?domain|(?:recipient|destination) domain (?:is )?not (?:hosted|recognized|configured|found|local)|mail for [^ ]+ (?:is )?not accepted here|we (?:do|are) not (?:the )?(?:host|mail exchanger|mx) (?:of|for)|not our (?:customer|domain)|domain is (?:no longer|not) (?:active|in use)/i,
  ],
  [
    'relay_denied',
    /relay(?:ing)?(?: ?access)? (?:is )?(?:denied|prohibited|not (?:allowed|permitted|authori[sz]ed)|forbidden|rejected|disallowed|refused|attempt)|(?:unable|not (?:allowed|permitted|authori[sz]ed)|cannot|can't|refuse[sd]?|you may not|will not|do(?:es)? not) (?:to )?(?:relay|open relay)|\bno relay(?:ing)?\b|insecure mail relay|not a(?:n open)? relay|authentication (?:is )?required (?:for|to) relay|relaying mail|requires authentication when attempting to send|relaypermission|open relay (?:is )?(?:not|denied)|this (?:system|server) is not configured to relay/i,
  ],
  [
    'rate_limited',
    /too many (?:connections|messages|recipients|e?mails|sessions|concurrent|invalid|errors|hops? from)|rate[- ]?limit|(?:receiving|sending) (?:mail|messages?)[^.]{0,20}(?:at a rate|too (?:quickly|fast|many))|(?:sending|message|recipient|daily|hourly|relay|user sending)[ -](?:rate|quota|limit)[^.]{0,30}(?:exceed|reached|over)?|exceeded (?:the )?(?:rate|daily|hourly|maximum number|sending|message rate)|reached your daily|throttl|unusual(?:ly)? (?:high )?(?:rate|volume|traffic)|unexpected volume|slow down|connection (?:rate|count|frequency)|recipients? per (?:day|hour|message)|too (?:fast|frequent)|exceed(?:ed|s) (?:the )?(?:maximum|limit)[^.]{0,30}(?:connections|recipients|per (?:hour|day|minute))|limit on the number|excessive (?:mail|rate|volume)/i,
  ],
  [
    'filtered_by_recipient',
    /recipient (?:preferences|refused|has (?:blocked|restricted|rejected)|is only accepting)|only accept(?:s|ing)? (?:mail|messages?) from (?:specific|approved|known|internal|authenticated|certain)|you (?:have been|are|were) blocked by the recipient|blocked by (?:the )?(?:recipient|user|addressee)|user reject|refuse to receive mail|restricted sms|this account is protected by|RESOLVER\.RST\.(?:Not?Authorized|Restricted|AuthRequired)|sender not pre-?approved|allow(?:ed)? (?:senders?|list)|whitelist|personal (?:filter|block)|email preferences of the person|(?:do(?: not|n't)|may not) have permission to (?:send|post)|group you tried to contact|投稿する権限|not (?:allowed|authori[sz]ed) to send (?:to|mail to|messages to)|restricted group|only members|moderated|distribution list[^.]{0,40}(?:restrict|permission)|rejected by (?:the )?(?:domain )?(?:filter|user)|recipient[^.]{0,20} rejected by a remote mail server/i,
  ],
  [
    'sender_rejected',
    /from: domain is invalid|sender(?:'s)?(?: address| domain)? has (?:a )?null mx|provide a valid from|sender (?:address |e-?mail |domain )*(?:was |is )?(?:rejected|refused|denied|invalid|blocked|unknown|not (?:exist|found|verified|valid|accepted|allowed)|verify fail|verification fail|must)|(?:invalid|bad|bogus|forged|unresolvable|unroutable|unrouteable|unverified|null|empty|blocked|unknown|non-existent) (?:envelope )?(?:sender|mail from|from address|return path)|<> invalid|empty (?:envelope )?(?:sender|address|from)|(?:mail from|return[- ]path|envelope[- ]sender|domain of sender)[^.;]{0,50}(?:does not|not|denied|reject|invalid|unresolv|not owned|doesn't)|batv|backscatter|no third-party dsns|returned mail not accepted|unsigned dsn|fully qualified (?:e-?mail )?(?:address|domain|sender)|email address is not verified|emetteur invalide|expéditeur[^.]{0,20}(?:refus|invalid)|sender rejected|spammer|sender[^.]{0,30}call(?:out|back)|in reply to mail from/i,
  ],
  ['host_unknown', /account or domain may not exist/i],
  [
    'blocked',
    /(?:black|block|deny|rbl|dns ?bl|reject) ?-?list(?:ed|ing)?|\b(?:spamhaus|spamcop|sorbs|senderbase|proofpoint|cloudmark|abusix|uceprotect|mailspike|spamrats|invaluement|surbl|uribl|cbl|pbl|xbl)\b|(?:\bip(?:-addr| address)?|client(?: host)?|your (?:host|server|mail server|network|ip|domain|message)|(?:sending|connecting) (?:host|server|ip|mta|domain)|address range)\b[^.;:]{0,60}(?:blocked|banned|listed|refused|rejected|denied|poor reputation|not allowed|not permitted)|(?:blocked|banned)\b[^.;]{0,40}\b(?:ip|ip-addr|host|network|client|server|isp|connection|reputation|using|by)\b|(?:refused|rejected|denied)[^.;]{0,30}\b(?:your|the|this|sending|from|sender|client) (?:ip|ip-addr|network|isp|server)\b|(?:bad|poor|low|very low) (?:sender |ip |domain |sending )?reputation|reputation (?:of|is|score|too)|reverse (?:dns|lookup|mapping|hostname)|\b(?:ptr|rdns)\b|cannot (?:find|resolve) your (?:hostname|reverse)|client host rejected|dynamic (?:ip|address)|\b(?:helo|ehlo)\b[^.;]{0,40}(?:reject|invalid|denied|not|bad)|banned sending|go away|connection (?:dropped due|not accepted|not authori)|mail from ip-addr[^.]{0,30}(?:refus|reject|not accept|block)|service unavailable; (?:client|sender|blocked|helo)|no ip-?name|not accepted from (?:dynamic|this)|block for spam/i,
  ],
]

/** About the address itself. Asked after the phrases above; those about the account before those about its existence. */
export const addressPhrases: readonly [BounceReason, RegExp][] = [
  [
    'account_suspended',
    /(?:account|mailbox|user|recipient|address)[^.;]{0,50}(?:suspend|locked|frozen|on hold|temporar(?:y|ily) (?:inactive|disabled|unavailable|locked|blocked)|expired)|(?:suspended|temporarily inactive|temporarily disabled|locked|frozen) (?:account|mailbox|user|recipient)|temporary locked|extended inactivity|invalid\/inactive user|recipient suspend|arrêtée? temporairement|bo[iî]te du destinataire archiv/iu,
  ],
  [
    'address_disabled',
    /\b(?:account|mailbox|user|recipient|address|inbox)[^.;]{0,70}\b(?:is |was |has been |been |currently )?(?:disabled|deactivated|discontinued|closed|terminated|cancell?ed|deleted|removed|retired|obsolete|no longer (?:available|active|valid|exists?|in use|accept|monitored|with|employed|works?|supported|has|on server|maintained))|\b(?:disabled|deactivated|closed|inactive|dormant|expired|terminated) (?:account|mailbox|user|recipient|address)|disabled recipient|(?:account|mailbox|user) (?:is )?(?:not active|inactive)|not an active (?:address|user|account)|no longer (?:available|accepts? (?:mail|e-?mail|messages?)|a valid)|conta (?:desativada|inativa|encerrada)|cuenta (?:desactivada|inactiva|cancelada|dada de baja)|compte (?:désactivé|fermé|supprimé|inactif)|konto[^.]{0,20}(?:deaktiviert|gesperrt|gelöscht)/iu,
  ],
  [
    'user_unknown',
    /(?:unknown|invalid|bad|wrong|incorrect|non-?existent|no such|undefined|unrecogni[sz]ed|illegal|nonexistent) (?:or (?:illegal|unknown|invalid) )?(?:local ?|virtual ?|destination ?|e-?mail ?|mail ?|recipient ?|user ?|envelope ?|address ?)*(?:users?|mailbox(?:es)?(?: path)?|recipients?|address(?:es)?|accounts?|alias|local[- ]?part|person|e-?mail|name|rcpt|customer|login|member|here)\b/i,
  ],
  ['network_error', /(?:name service error|host not found)[^;\n]{0,160}(?:try again|malformed|unexpected|timed? ?out|server fail|temporar)/i],
  ['host_unknown', /name service error for|host or domain name not found/i],
  [
    'user_unknown',
    /(?:users?|mailbox|recipients?|address(?:es)?|accounts?|alias|local[- ]?part|subscriber|spectator|maildrop|addressee|<@>)(?:'s)?(?:\b|(?<=>))(?! (?:mail ?)?(?:servers?|hosts?|systems?|domains?|gateways?)\b)[^.;\n]{0,90}?(?:(?:is|are|was|were) )?(?:unknown|(?:not|n't|never) (?:be )?(?:exist|found|known|listed|recogni[sz]ed|valid|present|local|ok\b|in (?:the |my |our |name |address )?(?:directory|list|validrcptto|database|system|ldap)|defined|registered|available here|a (?:known|valid|local|registered)|hosted|deliverable|here)|(?:do(?:es)?|did) ?(?:not|n't) (?:currently )?(?:exist|have|resolve)|cannot be found|could(?: not|n't) be (?:found|resolved|verified|located)|invalid\b|doesn?'?t exist|non-?exist|unavailable|unavaiable|is (?:bad|wrong)|unallocated)/i,
  ],
  [
    'user_unknown',
    /(?:address|recipient|rcpt)(?: address| to)? (?:was |is |has been |been )?(?:rejected|refused|denied)(?![^.]{0,70}(?:spam|policy|content|reputation|black|block|try|later|temporar|unavailable|in progress|not accept|quota))|bad address\b|no (?:such )?(?:mail ?box|account|user|recipient|person|address|one|alias|customer)s?\b|no valid recipients?|no such (?:e-?mail|local|name|rcpt)|\bno \S{1,64} in name directory|recipient[^.;]{0,30} (?:is |was )?not accepted|there is no (?:one|such|user|account|mailbox)|can(?:'t|not) (?:accept user|find (?:user|recipient|mailbox)|verify user|deliver to)|not listed in (?:domino|public|the)? ?(?:directory|name|address)|not listed in [^.]{0,30}director|user missing home directory|badr?cpt?to|bad[ _-]?recipients?(?:to)?\b|invalid final delivery user|no matches to (?:the )?name ?server query|validrcptto|have your envelope recipient|envelope recipient has been denied|doesn't have an? [^ ]+ account|does not have an? [^ ]+ account|recip(?:ient)?notfound|destination addresses? (?:was|were) unknown|destination server rejected recipients|not a (?:valid|known|local) (?:user|recipient|address|mailbox|account)|is not a (?:known|valid|recogni[sz]ed|registered) (?:user|recipient|mailbox|address)|recipient name is not recognized|the e-?mail account that you tried to reach does not|address not present|couldn't find [^.]{0,20}user|not found in (?:directory|ldap|active|the )|unknown or illegal alias|no such person|following recipients? (?:was|were) undeliverable|refuses to accept your mail|DELETED_ACCOUNT|ADR\.(?:RecipNotFound|ExRecipNotFound|RecipientNotFound|InvalidSmtp)|vdeliver: invalid|OFR_?4(?:16|18)|\bRCP-P1\b|DY-001/i,
  ],
  [
    'user_unknown',
    /(?:宛先|あて先|メールアドレス|ユーザー?|ディレクトリ)[^。\n]{0,30}(?:存在し(?:ません|ない)|見つかり?(?:ません|ない)|不明|誤り|間違|ありません|登録されて)|(?:アカウント)[^。\n]{0,20}(?:ありません|存在し)|(?:用户|收件人|邮箱|郵箱|收件者|帳號|账号)[^。\n]{0,16}(?:不存在|未找到|无效|無效|找不到)|(?:사용자|수신자|메일 ?주소|받는 ?사람)[^.\n]{0,24}(?:없|존재하지|찾을 수)|utilisateur inconnu|destinataire[^.]{0,30}(?:invalide|inconnu|introuvable|inexistant)|adresse[^.]{0,40}(?:invalide|inconnue|introuvable|n'existe pas|unbekannt|existiert nicht|ungültig|nicht gefunden)|(?:empfänger|benutzer|postfach)[^.]{0,40}(?:unbekannt|existiert nicht|nicht (?:gefunden|vorhanden|bekannt)|ungültig)|unbekannter (?:empfänger|benutzer)|(?:usuario|destinatario|cuenta|direcci[oó]n|casilla|buz[oó]n)[^.]{0,50}(?:desconocid|no existe|inexistente|no (?:se|fue) encontr|inv[aá]lid)|no existe (?:ese|dicha|el|la) (?:usuario|persona|cuenta|direcci)|(?:usu[aá]rio|destinat[aá]rio|\bconta\b|endere[cç]o|caixa postal)[^.]{0,50}(?:desconhecid|n[aã]o (?:existe|encontrad|localizad)|inexistente|inv[aá]lid)|(?:utente|destinatario|casella|indirizzo)[^.]{0,40}(?:sconosciut|inesistente|non (?:esiste|trovat|valid))|nessun utente simile|(?:пользовател|получател|адрес|ящик|аккаунт)[^.\n]{0,40}(?:не (?:существует|найден|зарегистрирован)|неизвест|отсутствует|недействител)|(?:użytkownik|odbiorca|adres|skrzynka|konto)[^.]{0,30}(?:nieznan|nie istnieje)|(?:kullanıcı|alıcı|adres)[^.]{0,30}(?:bulunamadı|bilinmiyor|geçersiz|mevcut değil)|(?:gebruiker|ontvanger|adres)[^.]{0,30}(?:onbekend|bestaat niet|niet gevonden)|(?:पता|प्राप्तकर्ता|उपयोगकर्ता)[^।\n]{0,30}(?:नहीं (?:मिला|मिल|है)|अमान्य|अज्ञात|मौजूद नहीं)/iu,
  ],
]

/** About the receiving domain, then the way to it. */
export const routePhrases: readonly [BounceReason, RegExp][] = [
  [
    'not_accepting_mail',
    /null mx|does not accept (?:any )?(?:e-?)?mail(?! from| with| over| by)|(?:host|domain|server|system)[^.;]{0,40}(?:not|never|no longer) accept(?:ing|s)? (?:any )?(?:e-?mail|messages?|network)(?! from| with| over| by)|no mx records? (?:found )?for|couldn'?t find a(?:ny)? (?:mail exchanger|mx)|name server: \.: host not found|no (?:valid )?mx\b|(?:mx|mail exchanger) (?:lookup|record)[^.]{0,20}(?:not found|does not exist|missing|points to)|smtp protocol returned a permanent error|not accepting (?:network )?(?:messages|mail)(?! from| with| over| by)/i,
  ],
  [
    'network_error',
    /(?:name service error|host not found|dns|lookup|resolv|name server|nameserver)[^;\n]{0,80}(?:try again|malformed|unexpected|timed? ?out|timeout|server fail|servfail|temporar|soft|tempfail|no response)|temporary (?:dns|name|lookup|resolution)/i,
  ],
  [
    'host_unknown',
    /(?:host|domain|domain name|recipient domain|host or domain name|mail ?server|destination (?:host|domain)|hostname|server|mail domain)[^.;\n]{0,60}(?:unknown|not (?:be )?(?:found|exist|known|resolv|valid|registered|locat)|(?:do(?:es)? not|doesn't|must|cannot|can't|could not|couldn't) (?:be )?(?:exist|found|resolve|located|resolved)|isn't valid|invalid|non-?exist|unrouteable|is not reachable|no longer exist)|(?:unknown|no such|illegal|bad|non-?existent) (?:destination |recipient |remote |mail )?(?:host|domain)|invalid (?:destination|recipient) (?:host|domain)|illegal host\/domain|un(?:route?able|resolvable) (?:mail )?(?:address|domain|host)|(?:couldn'?t|cannot|can't|could not|not able to|weren't able to|unable to) (?:find|resolve|locate|look ?up)[^.]{0,50}(?:domain|host|server)|name or service not known|no such domain|nxdomain|domain name (?:error|not found)|dns error[^.]{0,30}(?:not found|nxdomain|exist|address)|account or domain may not exist|ドメイン[^。]{0,16}(?:存在し|見つか)|(?:domaine|dominio|domínio|domeniu|domain)[^.]{0,30}(?:inconnu|introuvable|no existe|n[aã]o existe|desconocid|existiert nicht|unbekannt|inesistente|не существует)|домен[^.\n]{0,30}(?:не существует|не найден)/iu,
  ],
]

/** Everything else: none of it is a verdict on the address. */
export const otherPhrases: readonly [BounceReason, RegExp][] = [
  [
    'spam',
    /\bspam\b|\bspamm|junk ?mail|unsolicited|\bu[cb]e\b|bulk (?:e-?)?mail|spam[- ]?(?:score|assassin|content|like|detected|filter)|suspicious|phish|content (?:rejected|filter|scanner)|message (?:looks|appears|was (?:identified|classified|detected)|classified) (?:like|as|to be)|looks like (?:junk|spam)|high probability|score (?:is )?too (?:high|large)|advertis|rejected (?:due|because)[^.]{0,30}content|スパム|迷惑メール|垃圾/i,
  ],
  [
    'policy',
    /policy|polic(?:ies|ía)|security (?:reason|polic)|not (?:rfc|compliant)|rfc ?[25]?82?[12]|non-?compliant|compliance|prohibit|administrativ|not permitted|not authori[sz]ed|unauthori[sz]ed|forbidden|disallowed|violat|rejected by (?:header|body|content|rule|system|administrator|recipient)|header (?:error|required|missing|field|check)|denied by|rule imposed|delivery not authori[sz]ed|message (?:was )?(?:refused|rejected|denied|blocked)|access denied|refused by|multiple (?:from|subject|message-id|to) headers|bare (?:lf|newline|cr)/i,
  ],
  [
    'routing_loop',
    /\bloop(?:s|ing|ed)?\b|too many hops|hop count|maximum (?:hop|number of hops|allowed times)|forwarded more than|routing loop|mail loop|loops back|duplicated message-id/i,
  ],
  [
    'expired',
    /(?:delivery|retry|message|mail|queue|transmission)[^.;]{0,50}(?:time ?(?:out|d out| ?limit)|expired|lifetime)|retry (?:timeout|time limit) exceeded|cannot send message (?:for|within)|(?:could not|unable to|not|has not) (?:be )?(?:sent|delivered|been delivered)[^.]{0,20} (?:for|within|in|after) (?:more than )?\d+|(?:expired|delayed|deferred|undeliverable for)|giving up|too old|all hosts[^.]{0,40}(?:fail|down)|exceeded (?:the )?max(?:imum)? (?:delivery )?attempts|delivery failed \d+ attempts|not reachable within|been (?:in the )?queued? too long|queue[d]? for too long|will (?:continue|keep|be retried|retry)|still being (?:re)?tried|warning only|have not been able to deliver|no (?:answer|response) from|could not (?:be )?(?:contact|establish|connect|reach)|connection (?:timed out|expired|timeout)|(?:operation|session|conversation|user open)[^.]{0,20}timed out|gave up|max(?:imum)? (?:retries|attempts|time)|persistent transient/i,
  ],
  ['tls_failed', /\b(?:start)?tls\b|\bssl\b|certificate|encryption (?:needed|required)|dane|mta-sts/i],
  [
    'network_error',
    /connection (?:refused|reset|closed|lost|dropped|failed|was (?:closed|dropped|lost))|lost connection|network (?:is )?(?:error|unreachable|problem)|no route to host|host (?:fqdn )?(?:is )?(?:unreachable|down|not responding|did not respond)|connect(?:ed)? (?:to|error|fail)|couldn'?t (?:connect|establish|make|open)[^.]{0,30}|cname lookup|unable to (?:route|connect|contact|establish)|broken pipe|socket|remote (?:host|server)[^.]{0,40}(?:not respond|closed|unavailable|hung)|no address associated|conversation with|dns|econnre|communication (?:error|failure)|malformed or unexpected name server|server(?:s)? for this domain[^.]{0,30}not/i,
  ],
  [
    'system_full',
    /insufficient (?:system )?(?:storage|disk|resources|memory)|disk (?:is )?full|no space left|out of (?:disk|space|memory)|system (?:is )?full|low on (?:disk|space)|filesystem/i,
  ],
  [
    'content_error',
    /mime|charset|malformed|(?:invalid|bad|illegal|8-?bit|non-ascii|improper|corrupt)[^.]{0,24}(?:header|content|message|character|format|boundary|encoding|body|subject|date)|smtputf8|conversion|unsupported (?:content|encoding|media)|improper use|no (?:subject|body|date|from)\b|header line|line (?:length|too long)|body type/i,
  ],
  [
    'mailer_error',
    /command (?:died|output|failed|timed)|local delivery (?:failed|error|agent)|procmail|maildrop|dovecot|deliver(?:y)? agent|mail(?:er)? error|pipe (?:to|failed)|exit (?:status|code)|exited with|x-unix|(?:child|error) (?:status|exit)|lmtp|can'?t (?:create|open|write|chdir|lock)|cannot (?:create|open|append|access|lock|write|update)|permission denied|\.forward|\bmailer\b|autoresponder|unknown mailer/i,
  ],
  [
    'syntax_error',
    /syntax error|bad (?:sequence|command|argument|syntax)|command (?:not (?:recogni|implemented|understood)|unrecogni|out of)|unrecogni[sz]ed (?:command|parameter)|(?:need|must) (?:issue |have )?(?:mail|rcpt|helo|ehlo|a)|parameter|not implemented|protocol (?:error|violation)/i,
  ],
  [
    'system_error',
    /system (?:error|failure|problem|config|resources|incorrectly|not)|internal (?:server |system |software )?error|server (?:error|configuration|busy|too busy|unavailable)|service (?:is )?(?:currently |temporarily )?(?:not available|unavailable|down|refused)|local (?:error|configuration|problem)|temporar(?:y|ily)|try (?:again|later)|please (?:re)?try|mail system|transaction failed|requested action aborted|cannot process|overload|maintenance|misconfigur|database|ldap|unexpected|could not complete|resources|backend|configuration error|unable to (?:deliver|process|verify|accept|complete)|can'?t |queue/i,
  ],
]
