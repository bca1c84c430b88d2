import type { Lexicon } from './lexicon.ts'

export const en: Lexicon = {
  frequent: `the a an and or but if of to in on at for from with without by about after before since until i me my mine we us our you your he him his she her it its
    they them their this that these those there here what when where which who whom whose why how is am are was were be been being do does did done doing have has had having
    will would can could shall should may might must not dont doesnt didnt cant couldnt isnt wasnt wont havent hasnt im ive id youre its theyre thats still yet
    already again just only also too very more most much many some any all both each every no nor so than then now never always please thanks thank hello hi dear regards
    sorry want need know tell get got getting give gave given take took make made go going gone went come came see said say says send sent receive received waiting wait
    help let like think because while during between until once twice today tomorrow yesterday morning week weeks month months day days hour hours ago last next first
    someone anyone nobody everything anything nothing something other another same new old wrong right good great bad well back up down out off over under into whether
    could've would've unable able instead though although however shall per via regarding else`,
  samples: `arrived arriving broken damaged waiting reached reach working stopped charged deducted returned ordered shipped shipping placed missing mistake cracked torn
    screen box item items purchase bought paid money bank card statement receipt account address house street flat building neighbour courier driver staff behaviour friendly
    helpful wonderful disappointed unacceptable frustrating ridiculous terrible excellent amazing thanks appreciate suggestion feature improve improvement question answer
    replacement exchange size colour small large blue green black white shirt shoes dress kitchen kettle machine washing fridge repair fixed technician visit appointment
    schedule reschedule cancel cancelled cancellation renewal subscription plan monthly yearly trial upgrade downgrade password login locked reset link expired code phone
    number change update details company tax registration office warehouse quote quotation bulk delivery delivered late delayed delay tracking status whatever anybody
    checking understand explain explained told asked asking answering promised promise called calling speak spoke manager supervisor complaint refund refunded soon quickly
    urgently immediately possible impossible available unavailable website application button page error message keeps showing closes crashes nothing happens happened`,
}
