import { useLocale } from '../i18n.tsx'

/** Words of real screens in the two languages the kit is judged in; Malayalam is the long one. */
const words = {
  en: {
    resolve: 'Resolve',
    snooze: 'Snooze',
    reply: 'Reply',
    takeOver: 'Take over',
    send: 'Send and resolve',
    remove: 'Delete customer',
    frustrated: 'Frustrated · 3×',
    promise: 'Promise 15:00',
    late: 'Late by 20 min',
    kept: 'Promise kept',
    news: 'Returning customer',
    label: 'Refund',
    name: 'Your name',
    hint: 'Customers see it beside your replies.',
    nothing: 'Nothing waiting for you.',
    unassigned: '12 are unassigned',
    writing: 'Ravi is writing (2 lines).',
    offline: 'You are offline. What you send waits here.',
    order: 'Order number',
    orderError: 'No order has this number. It begins with AB-.',
    resolved: 'Resolved',
    assign: 'Assign to…',
  },
  ml: {
    resolve: 'പരിഹരിച്ചു',
    snooze: 'പിന്നീടത്തേക്ക് മാറ്റുക',
    reply: 'മറുപടി നൽകുക',
    takeOver: 'ഏറ്റെടുക്കുക',
    send: 'അയച്ച് പരിഹരിച്ചതായി അടയാളപ്പെടുത്തുക',
    remove: 'ഉപഭോക്താവിനെ ഇല്ലാതാക്കുക',
    frustrated: 'അസ്വസ്ഥനാണ് · 3×',
    promise: 'വാഗ്ദാനം 15:00',
    late: '20 മിനിറ്റ് വൈകി',
    kept: 'വാഗ്ദാനം പാലിച്ചു',
    news: 'തിരികെ വന്ന ഉപഭോക്താവ്',
    label: 'പണം തിരികെ',
    name: 'നിങ്ങളുടെ പേര്',
    hint: 'നിങ്ങളുടെ മറുപടികൾക്കൊപ്പം ഉപഭോക്താക്കൾ ഇത് കാണും.',
    nothing: 'നിങ്ങൾക്കായി ഒന്നും കാത്തിരിക്കുന്നില്ല.',
    unassigned: '12 എണ്ണം ആർക്കും നൽകിയിട്ടില്ല',
    writing: 'രവി എഴുതുന്നു (2 വരികൾ).',
    offline: 'നിങ്ങൾ ഓഫ്‌ലൈനാണ്. അയയ്ക്കുന്നത് ഇവിടെ കാത്തിരിക്കും.',
    order: 'ഓർഡർ നമ്പർ',
    orderError: 'ഈ നമ്പറിൽ ഓർഡറില്ല. അത് AB- എന്ന് തുടങ്ങുന്നു.',
    resolved: 'പരിഹരിച്ചു',
    assign: 'ആർക്ക് നൽകണം…',
  },
}

export const useSamples = () => (useLocale().locale === 'ml' ? words.ml : words.en)

export const customers = [
  { name: 'Lakshmi Devi', channel: 'whatsapp', text: 'నా రీఫండ్ ఎప్పుడు వస్తుంది? మూడు సార్లు అడిగాను', ageMinutes: 4, unread: 2 },
  { name: 'Asha Nair', channel: 'email', text: 'പണം തിരികെ ലഭിച്ചില്ല, ദയവായി പരിശോധിക്കുക', ageMinutes: 11, unread: 0 },
  { name: 'João da Silva', channel: 'instagram', text: 'Não recebi o código de verificação', ageMinutes: 18, unread: 0 },
  { name: 'रमेश कुमार', channel: 'chat', text: 'मेरा खाता बंद है, कृपया जल्दी देखें', ageMinutes: 82, unread: 1 },
  { name: 'கவிதா சுந்தரம்', channel: 'sms', text: 'என் ஆர்டர் எங்கே உள்ளது?', ageMinutes: 1500, unread: 0 },
  { name: 'María López', channel: 'call', text: 'Missed call, 0:00', ageMinutes: 4000, unread: 0 },
]
