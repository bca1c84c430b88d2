import type { DemoCustomer } from '../demo.ts'
import { byChat, byMail, chat, conversation, customer, mail, mailBack, note, pdf, picture, promise, resolved } from '../write.ts'

export const customersInTelugu: DemoCustomer[] = [
  customer({
    key: 'lakshmi-reddy',
    name: 'లక్ష్మి రెడ్డి',
    email: 'lakshmi.reddy@example.com',
    phone: '+91 12345 00301',
    city: 'హైదరాబాద్',
    language: 'te',
    tags: ['vip'],
    conversations: [
      conversation(
        {
          key: 'lakshmi-refund',
          matter: 'refund',
          subject: 'రీఫండ్ ఇంకా రాలేదు',
          team: 'refunds',
          assignee: 'ravi',
          priority: 'high',
          tags: ['refund'],
          isUnread: true,
        },
        mail('-3d5h', 'నమస్తే,\n\nఆర్డర్ LT-10399 రద్దు చేసి పది రోజులైంది. డబ్బులు ఇంకా నా ఖాతాలో పడలేదు. ఎప్పటికి వస్తాయో చెప్పగలరా?\n\nలక్ష్మి'),
        byMail('ravi', '-3d1h', 'నమస్తే లక్ష్మి గారు,\n\nఆలస్యానికి క్షమించండి. ₹2,850 నిన్న పంపాము, రేపు సాయంత్రం లోపు మీ ఖాతాలో కనిపిస్తాయి. కనిపించకపోతే నాకే రాయండి.\n\nరవి'),
        promise('ravi', '-3d1h', '₹2,850 రేపు సాయంత్రం లోపు', '-1d20h', 'late'),
        chat('-1h50m', 'రవి గారు, రేపు అన్నారు, మూడు రోజులైంది. డబ్బులు ఇంకా రాలేదు.'),
        chat('-1h48m', 'దయచేసి ఒకసారి చూసి చెప్పండి.'),
      ),
      conversation(
        { key: 'lakshmi-fan', matter: 'warranty', subject: 'ఫ్యాన్ వారంటీ', status: 'resolved', team: 'support', assignee: 'asha', tags: ['warranty'] },
        mail('-54d', 'పోయిన సంవత్సరం కొన్న ఫ్యాన్ చప్పుడు చేస్తోంది. వారంటీ ఉందా?'),
        byMail('asha', '-53d20h', 'ఉంది లక్ష్మి గారు, రెండేళ్ళ వరకు. ఎల్లుండి మెకానిక్ వచ్చి చూస్తారు.\n\nఆశ'),
        mailBack('-51d', 'వచ్చి బాగు చేశారు, ఇప్పుడు చప్పుడు లేదు. చాలా థాంక్స్.'),
        resolved('asha', '-50d22h'),
      ),
    ],
  }),
  customer({
    key: 'suresh-naidu',
    name: 'సురేష్ నాయుడు',
    email: 'suresh.naidu@example.org',
    phone: '+91 12345 00302',
    city: 'విజయవాడ',
    language: 'te',
    isRomanised: true,
    conversations: [
      conversation(
        { key: 'suresh-late', matter: 'late', team: 'delivery', assignee: null, tags: ['late'], isUnread: true },
        chat('-18m', 'anna naa order LT-10462 inka raledu, eppudu vastundi'),
        chat('-16m', 'tracking lo ninnati nunchi emi maraledu, konchem chusi cheppandi'),
      ),
      conversation(
        { key: 'suresh-exchange', matter: 'wrong-item', status: 'resolved', team: 'delivery', assignee: 'ravi', tags: ['exchange'] },
        chat('-29d', 'nenu erupu rangu stove adigithe nalupu pampincharu'),
        byChat('ravi', '-28d23h', 'Kshaminchandi Suresh garu, adi maa tappu. Erupu di repu pampistamu, nalupu di ade manishi teesukuntadu.'),
        chat('-27d', 'vachindi anna, bagundi. thanks andi'),
        resolved('ravi', '-26d23h'),
      ),
    ],
  }),
  customer({
    key: 'padmaja-rao',
    name: 'పద్మజ రావు',
    email: 'padmaja@sri-sai-stores.test',
    phone: '+91 12345 00303',
    city: 'విశాఖపట్నం',
    language: 'te',
    company: 'శ్రీ సాయి స్టోర్స్',
    tags: ['business', 'gst'],
    conversations: [
      conversation(
        {
          key: 'padmaja-gst',
          matter: 'invoice',
          subject: 'జీఎస్టీ బిల్లు కావాలి',
          status: 'waiting',
          team: 'support',
          assignee: 'ravi',
          tags: ['invoice', 'gst'],
        },
        mail('-1d8h', 'నమస్కారం,\n\nఆర్డర్ LT-10410 బిల్లులో మా దుకాణం జీఎస్టీ నంబరు లేదు. సరిచేసి మళ్ళీ పంపగలరు.\n\nపద్మజ రావు'),
        byMail('ravi', '-1d5h', 'పద్మజ గారు,\n\nసరిచేసిన బిల్లు జతచేశాను. పేరు, నంబరు సరిగ్గా ఉన్నాయో లేదో ఒకసారి చూసి చెప్పండి.\n\nరవి', {
          attachments: [
            pdf(
              'GST-LT-10410.pdf',
              'Lotus Home & Net\nTax invoice LT-10410\nSri Sai Stores, Visakhapatnam\nGSTIN 00AAAAA0000A0Z0\nTotal INR 9,720.00',
            ),
          ],
        }),
      ),
    ],
  }),
  customer({
    key: 'venkat-goud',
    name: 'వెంకట్ గౌడ్',
    email: 'venkat.goud@example.com',
    phone: '+91 12345 00304',
    city: 'వరంగల్',
    language: 'te',
    tags: ['broadband'],
    conversations: [
      conversation(
        { key: 'venkat-outage', matter: 'outage', team: 'support', assignee: 'asha', priority: 'high', tags: ['outage'], isUnread: true },
        chat('-2h10m', 'ఉదయం నుంచి ఇంటర్నెట్ పనిచేయడం లేదు. పిల్లలకు ఆన్‌లైన్ పరీక్ష ఉంది.'),
        byChat('asha', '-2h5m', 'వెంకట్ గారు, మీ ప్రాంతంలో కేబుల్ తెగింది. మా వాళ్ళు అక్కడే ఉన్నారు, మధ్యాహ్నం రెండు గంటల లోపు వస్తుంది. పరీక్ష ఎన్ని గంటలకు?'),
        chat('-2h2m', 'పదకొండు గంటలకు. అప్పటి వరకు ఏదైనా దారి ఉందా?'),
        byChat('asha', '-1h58m', 'మీ ఫోన్‌కి 5 జీబీ డేటా ఇప్పుడే ఉచితంగా వేశాను, హాట్‌స్పాట్‌తో పరీక్ష రాయవచ్చు.'),
        chat('-20m', 'పరీక్ష అయింది, చాలా థాంక్స్. కానీ ఇంటర్నెట్ ఇంకా రాలేదు.'),
      ),
    ],
  }),
  customer({
    key: 'swathi-k',
    name: 'స్వాతి కొండా',
    email: 'swathi.konda@example.org',
    phone: '+91 12345 00305',
    city: 'తిరుపతి',
    language: 'te',
    isRomanised: true,
    conversations: [
      conversation(
        { key: 'swathi-damaged', matter: 'damaged', subject: 'Mixie jar pagilipoyindi', team: 'delivery', assignee: 'asha', tags: ['damaged'] },
        mail(
          '-1d2h',
          'Namaste andi,\n\nninna vachina mixie lo jar pagilipoyi undi. Photo pampistunnanu chudandi. Kotta jar pampistara leka mottam marustara?\n\nSwathi',
          {
            attachments: [picture('mixie-jar.png', '#8c5a6b')],
          },
        ),
        byMail(
          'asha',
          '-22h',
          'Swathi garu,\n\nIla vachinanduku kshaminchandi. Kotta jar repu udayam bayaluderutundi, mee daggara emi teesukomu. Repu sayantram nenu malli rastanu.\n\nAsha',
        ),
        promise('asha', '-22h', 'Kotta jar gurinchi repu sayantram rayadam', '+4h', 'open'),
        mailBack('-20h', 'Sare andi, thondaraga pampandi. Intlo vanta ki chala ibbandi ga undi.'),
      ),
      conversation(
        { key: 'swathi-address', matter: 'address', status: 'resolved', team: 'delivery', assignee: 'ravi', tags: ['address'] },
        chat('-83d', 'maa illu marindi andi, delivery address marchali ela cheyali'),
        byChat('ravi', '-82d23h', 'Kotta chirunama ikkade cheppandi, nenu marustanu.'),
        chat('-82d22h', 'MR Palli, veedhi 4, intiki number 12. thanks andi'),
        byChat('ravi', '-82d22h', 'Marchesanu Swathi garu.'),
        resolved('ravi', '-82d21h'),
      ),
    ],
  }),
  customer({
    key: 'nagesh-varma',
    name: 'నగేష్ వర్మ',
    email: 'nagesh.varma@example.com',
    phone: '+91 12345 00306',
    city: 'రాజమండ్రి',
    language: 'te',
    conversations: [
      conversation(
        {
          key: 'nagesh-suggestion',
          matter: 'suggestion',
          subject: 'ఒక సూచన',
          team: 'support',
          assignee: 'asha',
          priority: 'low',
          tags: ['suggestion'],
        },
        mail('-2d9h', 'మీ యాప్‌లో తెలుగు అక్షరాలు చిన్నగా ఉన్నాయి. మా నాన్నగారికి చదవడం కష్టంగా ఉంది. అక్షరాల పరిమాణం పెంచే వీలు ఉంటే బాగుంటుంది.'),
        byMail('asha', '-2d4h', 'మంచి సూచన నగేష్ గారు. ఫోన్ సెట్టింగ్‌ల ప్రకారం అక్షరాలు పెరిగేలా మార్పు చేస్తున్నాము. నాన్నగారు ఏ ఫోన్ వాడతారు?\n\nఆశ'),
        mailBack('-1d', 'ఆయన పాత ఆండ్రాయిడ్ ఫోన్ వాడతారు. వినిపించుకున్నందుకు సంతోషం.'),
        note('asha', '-23h', '@anita ఇది మనకు ఈ నెలలో వచ్చిన నాలుగో ఇలాంటి సూచన. బోర్డు మీద పెడదాం.', 'anita'),
      ),
      conversation(
        { key: 'nagesh-cancel', matter: 'cancellation', status: 'resolved', team: 'refunds', assignee: 'ravi', tags: ['cancellation'] },
        chat('-17d', 'నిన్న పెట్టిన ఆర్డర్ LT-10330 రద్దు చేయండి, అవసరం తీరిపోయింది.'),
        byChat('ravi', '-16d23h', 'రద్దు చేశాను, డబ్బులు రెండు రోజుల్లో తిరిగి వస్తాయి.'),
        chat('-14d', 'వచ్చాయి, ధన్యవాదాలు.'),
        resolved('ravi', '-13d23h'),
      ),
    ],
  }),
]
