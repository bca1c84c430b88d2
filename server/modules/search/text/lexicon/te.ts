import type { Lexicon } from './lexicon.ts'

export const te: Lexicon = {
  frequent: `naa na naku naaku nenu nannu naatho natho maa maaku maku memu manam mana mee meeru miru meeku miku me mi nuvvu neeku nee vaadu vadu vaallu vallu vaalla valla
    aame atanu idi adi ivi avi ee aa inka ippudu eppudu eppudo eppati eppatiki appudu epudu yeppudu ippati ippatiki ippativaraku enduku yenduku enti emiti emi em yem ela yela
    ekkada ikkada akkada evaru yevaru evariki evaraina enta entha enni konchem koncham chala chaala kuda kooda kani kaani mariyu leda ante ayithe aithe ayite ledu leedu ledhu
    leru levu undi undhi unnadi unnayi unnaru unnanu unna unde undali kavali kaavali kaavaali vaddu oddu avasaram vachindi vachchindi vacchindi vachinda vachayi vachinaru
    vastundi vasthundi vastundhi vastaru vasthara vastara vastayi raledu raaledu rale ravadam raavadam ravatledu raledhu ravali rava randi ra cheyandi cheyyandi cheyandi chesanu
    chesaanu chesa chesaru chesindi chesina chesi cheste cheyali cheyyali cheyadam cheyatledu cheyaledu cheyyaledu chestunna chestunnanu chestunnaru chestara chestaru cheppandi
    cheppanu cheppina cheppindi cheppadu cheppara cheppali chepparu cheppu pampandi pampinchandi pampincharu pampinchanu pampanu pamparu pampandi ivvandi ivvaledu ichanu icharu
    ichina isthara istara teesukondi tisukunna pettanu pettina ayindi ayyindi ayipoyindi ayyayi avutundi avutondi avvaledu avvatledu kaledu kaadu kadu kada kadhaa garu gaaru andi
    anna akka amma babu dayachesi namaste namaskaram dhanyavadalu dhanyavaadalu rojulu roju rojula nela nelalu vaaram varam gantalu ganta sarlu sari okati oka okka rendu moodu
    dabbulu dabbu malli malla marchandi marchali telusu teliyadu teliyaledu chudandi choodandi chusanu baga bagundi baaledu baledu nundi nunchi lo ki ku ni tho kosam varaku`,
  samples: `samasya phiryadu firyadu sahayam sayam pani panicheyadam panicheyatledu panicheyaledu kharidu konnanu konna pagilipoyindi pagilindi paadaipoyindi padaipoyindi chedipoyindi
    poyindi poyayi vapasu vaapasu tirigi thirigi tiskondi maarchukovali marchukovali raddu cheyamani adigithe adiganu adigina antunnaru annaru anukunna anukuntunna matladaru
    matladandi matladali pattinchukovatledu pattinchukoru vinipinchukoru jawabu samadhanam intlo illu inti chirunama uru voorlo vidhi pakkana abbayi ammayi pillalu pilladu nannagaru
    talupu pette vastuvu battalu cheppulu chokka cheera rangu pedda chinna kotta patha patta pota karentu neellu annam mandulu palu kuragayalu vanta katha khata nundi kattanu
    kattaru kattinchukunnaru cut ayyayi kanipinchatledu kanipinchadam teravatledu teravadam aagipoyindi agipoyindi nilichipoyindi velladam vellali veltundi vellindi pilichina
    ettadam ettatledu ettaledu chusthunna chustunnanu eduru eduruchustunna ibbandi ibbandiga kopam vastondi santosham santhosham bagunnaru manchi chedda mosam nammakam avtundi
    cheyinchandi cheyinchali telapandi teliyajeyandi ivvali icheyandi pettandi vesaru vesanu undatam untundi untaru anni antaa meeda lopala bayata mundu taruvata tarvata`,
}
