import type { Lexicon } from './lexicon.ts'

export const ml: Lexicon = {
  frequent: `njan njaan nyan ente ende enikku enik enikk enne ennodu njangal njangalude njangalkku nammal nammude ningal ningalude ningalkku ninga nee ninte avan aval avar avarude
    avarkku ithu ith ithinte athu ath athinte ee aa ivide avide evide evideya ippo ippol ippozhum ippolum eppo eppol eppozha eppozhanu appol pinne pinneyum enthu enth enthanu enthaanu
    entha enthina enthinanu enthukondu enthe engane enganeya ethra aaru aaranu aarum aarkum onnum onnu oru randu moonnu pakshe paksha allenkil enkil ennal ennaal koode kude koodi
    matram maathram valare vallathe kure kurach kurachu illa ille illallo illathe undu und undo undayirunnu undakum aanu aan aano aayi aayirunnu alla allallo venam vende veno venda
    vannu vannilla vannittilla vannath vannathu vannallo varum varunnilla varunnu vanna varanam kitti kittiyilla kittilla kittiyath kittiyathu kittum kittumo kittanam kittunnilla kittathe
    cheythu cheyth cheythilla cheytha cheythath cheyyanam cheyyan cheyyamo cheyyu cheyyunnu cheyyunnilla cheyyum ayachu ayach ayachath ayakkumo ayakku ayakkanam paranju paranj
    parayunnu parayunnath parayu paranjirunnu paranjath parayamo tharumo tharu tharanam thannu thannilla tharaam koduthu koduthittu koduthirunnu poyi pokunnilla pokunnu poya edukkunnilla
    eduthu edukkum ettan chetta chetan chechi sir dayavayi dayavu nandi namaskaram sahayam vishamam maattanam maattan matti maatti maattiyo thirichu thirike divasam divasamayi
    divasangal azhcha masam masamayi manikoor manikkoor innu innale naale raavile vaikunneram neram pattunnilla pattumo pattilla pattiyilla pattum ariyilla ariyumo ariyam nokku nokki
    nokkunnu nokkumo onnukoodi veendum ithuvare ithuvareyum ippozhathe ninnu vare kondu poleyum thanne alle`,
  samples: `panam paisa roopa sadhanam prashnam parathi paraathi kashtam kashtamanu bhudhimuttu budhimuttu samadhanam marupadi uttharam kaathirikkunnu kathirikkukayanu kathirunnu
    pratheekshichu vishwasam vishwasikkan chathi thattippu maryada mosham moshamayi nallathu nallath nannayi santhosham sandhosham deshyam sankadam kshama kshamikkanam veedu veettil
    vilasam sthalam nadu vazhi ayalkkaran achan amma makan makal kutti kuttikal pennu cherukkan vathil petti pothi uduppu cheruppu niram valuthu cheruthu puthiya puthiyath pazhaya
    keedu kedayi kedaayi kedu pottiya pottiyirunnu pottippoyi murinju nashtappettu kanunnilla kaananilla kandilla kandu thurakkunnilla thurannappol adachu adachirunnu pidichu
    pidichittundu poyittundu vannittundu cheythittundu paranjittundu vilichu vilichittu vilikkumo edukkan mattarum aarenkilum enthenkilum evideyenkilum eppozhenkilum nirthanam
    nirthi thudangi theernnu theerthu kazhinju kazhinjittum kazhiyunnilla kazhiyumo sradhikkunnilla sradhikku ormayilla orkkunnu vaangi vaangiya vangichu vangiyath vilkkunnu kodukkam
    kodukkanam ketti kettilla kettu mazha vellam bhakshanam marunnu paal pachakkari adukkala vandi theevandi yathra peru vishayam karyam kaaryam sambhavichu sambhavichath mathi`,
}
