import type { Lexicon } from './lexicon.ts'

export const ta: Lexicon = {
  frequent: `naan nan ennoda enoda en enakku enaku ennai enna yenna ennanga naanga nanga engaloda engalukku engal namma neenga ninga nee unga ungaloda ungalukku ungal avan aval avar
    avanga avunga idhu ithu athu adhu indha intha andha antha inga anga enga engae ippo ippothu ipo ippavum eppo eppothu epo eppadi epdi yeppo appo appuram piragu yen en ethuku ethukku
    edhuku yaaru yaarum yaar evlo evvalavu ethana innum inum irundhu irunthu irukku iruku irukkiradhu irundhuchu irukkum irukka irukken irukkeenga illa illai illaye illama vandhadhu
    vanthathu vandhuchu vandhurukku vandhirukku vanthirukku vandha varala varalai varavillai varla varum varuma varudhu varanum vaanga vandhu panna panni pannen panninen panniten
    pannunga pannanum pannirukken pannala pannalai panrom pannitu pannuna panren seiyavum seithu seiyunga senjen senju senjutu sollunga sonnen sonnanga sonneenga solren solla sollala
    sollavillai kudunga kuduthen kuduthanga kudukkala thaanga thara tharuveenga anuppunga anupunga anuppinen anuppinga anuppuna anuppi anuppurenga maathunga maatha mathunga mathanum
    maathi venum vendam vendum mudiyuma mudiyala mudiyalai mudiyadhu mudiyavillai kidaikkum kidaikala kidaikkala kidaikkavillai kedaikala kedaikkum pochu poiduchu pochunga ponga aachu
    aagudhu aagala aagidum aagiduchu aana aanal analum romba rombha konjam kooda kuda mattum thaan than dhaan la ku kku oda nga dhayavu dhayavuseidhu thayavu nandri nanri vanakkam anna
    akka thambi sir naal naala naalaiku naalaikku innaikku inniku nethu netru neththu kaalaila maalai vaaram maasam maadham neram mani rendu moonu oru ore thadava thadavai murai thirumba
    marubadiyum marupadiyum seekiram sikiram udane udanadi theriyala theriyuma theriyum paarunga paathen pathen paakala kaasu panam ezhu`,
  samples: `prachanai pirachanai prechana pugar kashtam udhavi uthavi velai vela seiyala seiyavillai vaangi vaanginen vanginen odanju udanju udainju odanjiruchu kizhinju ketturuchu
    ketupochu paazhaga thiruppi thirupi kodukka maatri maatranum rathu niruthunga nirutha niruthanum kettaen ketten kekkuren kekkala badhil bathil pathil kaathirukken kaathutu kathirukken
    nambikkai namba yemaathu emathittanga mosam nalla nallaa arumai arumaiya kovam santhosham sandhosham varutham mannikavum mannippu veedu veetuku veettu mugavari thaheru theru ooru
    pakkathu payyan ponnu kuzhandhai pillai appa amma thatha paatti kadhavu petti pottalam saamaan porul thuni chattai seruppu pudavai niram periya chinna pudhu pudhusu pazhaya
    current thanni saapadu marundhu paal kaaikari samayal kanakku kanakkula pidichutanga pidichitanga eduthutanga katten kattiten kattanum theriyamattengudhu kaanom kaanala thirakkala
    moodi ninnu ninnuduchu poradhu pogudhu vandhaanga kuppuda koopta kooptaen edukkala edukkave yaarume kandukkave kandukala pesunga pesinen pesanum pesuna puriyala puriyudhu
    eppadiyavadhu ethavadhu yaaravadhu enganu sariya sari sariyaa kuraivu adhigam adhigama kammi neraya niraiya mela keezha ulla veliya munnadi pinnadi appadiye ippadi`,
}
