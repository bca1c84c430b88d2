import type { DemoCustomer } from '../demo.ts'
import { byChat, byMail, chat, conversation, customer, mail, mailBack, note, pdf, picture, promise, resolved } from '../write.ts'

export const customersInTamil: DemoCustomer[] = [
  customer({
    key: 'karthik-subramanian',
    name: 'கார்த்திக் சுப்ரமணியன்',
    email: 'karthik.s@example.com',
    phone: '+91 12345 00501',
    city: 'சென்னை',
    language: 'ta',
    conversations: [
      conversation(
        {
          key: 'karthik-refund',
          matter: 'refund',
          subject: 'பணம் இன்னும் வரவில்லை',
          team: 'refunds',
          assignee: 'asha',
          priority: 'high',
          tags: ['refund'],
          isUnread: true,
        },
        mail('-6d', 'வணக்கம்,\n\nஆர்டர் LT-10355-ஐ ரத்து செய்து பத்து நாட்கள் ஆகிவிட்டன. பணம் இன்னும் என் கணக்கில் வரவில்லை. எப்போது கிடைக்கும்?\n\nகார்த்திக்'),
        byMail('asha', '-5d20h', 'வணக்கம் கார்த்திக்,\n\nதாமதத்திற்கு மன்னிக்கவும். ₹4,150 இன்று அனுப்பப்பட்டது, வெள்ளிக்கிழமைக்குள் உங்கள் கணக்கில் வந்துவிடும்.\n\nஆஷா'),
        promise('asha', '-5d20h', '₹4,150 வெள்ளிக்கிழமைக்குள்', '-2d', 'late'),
        mailBack('-1d4h', 'வெள்ளிக்கிழமை முடிந்துவிட்டது, பணம் வரவில்லை. வங்கியிலும் கேட்டுவிட்டேன்.'),
        chat('-45m', 'மின்னஞ்சலுக்குப் பதில் இல்லை, அதனால் இங்கே கேட்கிறேன். என் பணம் எங்கே?'),
      ),
      conversation(
        { key: 'karthik-mixer', matter: 'question', status: 'resolved', team: 'support', assignee: 'asha', tags: ['before-purchase'] },
        chat('-58d', 'இந்த மிக்சியில் இட்லி மாவு அரைக்க முடியுமா?'),
        byChat('asha', '-57d23h', 'முடியும், 750 வாட் மாடலில் இரண்டு லிட்டர் ஜார் இருக்கிறது. மாவுக்கு அதுதான் ஏற்றது.'),
        chat('-57d22h', 'நல்லது, அதையே வாங்கிக்கொள்கிறேன். நன்றி.'),
        resolved('asha', '-57d21h'),
      ),
    ],
  }),
  customer({
    key: 'revathi-murugan',
    name: 'ரேவதி முருகன்',
    email: 'revathi@murugan-silks.test',
    phone: '+91 12345 00502',
    city: 'மதுரை',
    language: 'ta',
    company: 'முருகன் சில்க்ஸ்',
    tags: ['business', 'gst'],
    conversations: [
      conversation(
        {
          key: 'revathi-gst',
          matter: 'invoice',
          subject: 'ஜிஎஸ்டி பில் திருத்தம்',
          status: 'waiting',
          team: 'support',
          assignee: 'asha',
          tags: ['invoice', 'gst'],
        },
        mail('-2d7h', 'வணக்கம்,\n\nஆர்டர் LT-10392 பில்லில் எங்கள் கடையின் ஜிஎஸ்டி எண் தவறாக உள்ளது. திருத்தி அனுப்ப முடியுமா?\n\nரேவதி, முருகன் சில்க்ஸ்'),
        byMail('asha', '-2d3h', 'வணக்கம் ரேவதி,\n\nதிருத்திய பில்லை இணைத்துள்ளேன். எண்ணைச் சரிபார்த்துச் சொல்லுங்கள், பிறகு பதிவு செய்துவிடுகிறேன்.\n\nஆஷா', {
          attachments: [
            pdf('GST-LT-10392.pdf', 'Lotus Home & Net\nTax invoice LT-10392\nMurugan Silks, Madurai\nGSTIN 00AAAAA0000A0Z0\nTotal INR 22,600.00'),
          ],
        }),
      ),
      conversation(
        {
          key: 'revathi-suggestion',
          matter: 'suggestion',
          status: 'resolved',
          team: 'support',
          assignee: 'asha',
          priority: 'low',
          tags: ['suggestion'],
        },
        chat('-21d', 'பில்களை மாதம் ஒருமுறை மொத்தமாகப் பதிவிறக்கும் வசதி இருந்தால் எங்களைப் போன்ற கடைகளுக்கு உதவும்.'),
        byChat('asha', '-20d22h', 'நல்ல யோசனை ரேவதி. அடுத்த மாதம் இந்த வசதி வருகிறது, வந்ததும் உங்களுக்கு முதலில் தெரிவிக்கிறேன்.'),
        resolved('asha', '-20d22h'),
      ),
    ],
  }),
  customer({
    key: 'senthil-kumar',
    name: 'செந்தில் குமார்',
    email: 'senthil.kumar@example.org',
    phone: '+91 12345 00503',
    city: 'கோயம்புத்தூர்',
    language: 'ta',
    tags: ['broadband'],
    conversations: [
      conversation(
        { key: 'senthil-login', matter: 'login', team: 'support', assignee: 'asha', tags: ['login', 'otp'], isUnread: true },
        chat('-28m', 'ஓடிபி வரவே இல்லை, மூன்று முறை முயற்சி செய்துவிட்டேன்.'),
        byChat('asha', '-24m', 'மன்னிக்கவும் செந்தில். உங்கள் எண் சமீபத்தில் மாறியதா?'),
        chat('-22m', 'இல்லை, அதே எண்தான். நேற்று வரை சரியாக வந்தது.'),
        note('asha', '-20m', 'நேற்று இரவிலிருந்து ஒரே நிறுவனத்தின் எண்களுக்கு ஓடிபி போகவில்லை. @ravi இது பலரைப் பாதிக்கிறதா என்று பார்க்கவும்.', 'ravi'),
        chat('-9m', 'ஏதாவது தெரிந்ததா? இன்று பணம் கட்ட கடைசி நாள்.'),
      ),
    ],
  }),
  customer({
    key: 'deepa-rajendran',
    name: 'தீபா ராஜேந்திரன்',
    email: 'deepa.rajendran@example.com',
    phone: '+91 12345 00504',
    city: 'திருச்சி',
    language: 'ta',
    conversations: [
      conversation(
        { key: 'deepa-damaged', matter: 'damaged', subject: 'உடைந்த விளக்கு', team: 'delivery', assignee: 'joao', tags: ['damaged'] },
        mail('-9h', 'இன்று வந்த மேசை விளக்கின் கண்ணாடி உடைந்திருக்கிறது. படம் இணைத்துள்ளேன். புதியது அனுப்புவீர்களா அல்லது பணம் திருப்பித் தருவீர்களா?', {
          attachments: [picture('udaintha-vilakku.png', '#c9a227')],
        }),
        byMail(
          'asha',
          '-7h',
          'வணக்கம் தீபா,\n\nஇப்படி வந்ததற்கு மன்னிக்கவும். இரண்டும் முடியும்: நாளையே புதியது அனுப்பலாம், அல்லது இன்றே பணத்தைத் திருப்பலாம். எது வேண்டும்?\n\nஆஷா',
        ),
        mailBack('-6h10m', 'புதியதே அனுப்புங்கள், ஆனால் இந்த முறை நன்றாகப் பொதிந்து அனுப்புங்கள்.'),
      ),
      conversation(
        { key: 'deepa-cancel', matter: 'cancellation', status: 'resolved', team: 'refunds', assignee: 'asha', tags: ['cancellation'] },
        chat('-44d', 'நேற்று போட்ட ஆர்டரை ரத்து செய்ய வேண்டும், எண் LT-10131.'),
        byChat('asha', '-43d23h', 'ரத்து செய்துவிட்டேன், ₹780 மூன்று நாட்களில் திரும்ப வரும்.'),
        chat('-40d', 'பணம் வந்துவிட்டது, மிக்க நன்றி.'),
        resolved('asha', '-39d23h'),
      ),
    ],
  }),
]
