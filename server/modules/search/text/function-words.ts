/**
 * English words of grammar (articles, pronouns, prepositions, conjunctions, auxiliaries, and the adverbs that go with them). They make up half of what is written and
 * nobody looks for them by sound in another script, so that they get no sound key: a third of all sound keys of an English text.
 */
export const functionWords: ReadonlySet<string> = new Set(
  `the this that these those and but nor not for from with without within into onto upon over under about above below between among through during before after since until
  against around across along behind beside besides beyond near off out are was were been being have has had having does did doing done will would shall should can could may
  might must you your yours she her hers him his its they them their theirs our ours who whom whose which what when where why how because although though while whereas unless
  whether than then there here also too very just only even still yet again ever never always often once twice now soon already almost quite rather such same other another each
  every either neither both all any some none many much more most few less least own am an at be by do go got he if in is it me my no of on or so to up us we as i a don won isn
  aren wasn weren hasn haven hadn doesn didn couldn wouldn shouldn let`.split(/\s+/),
)
