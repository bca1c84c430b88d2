import type { Lexicon } from './lexicon.ts'

export const hi: Lexicon = {
  frequent: `hai hain h tha thi the ho hu hun hoon hona hoga hogi honge hua hui hue mera meri mere mujhe mujhko mujhse mai main maine hum hume humein humne hamara hamari hamare
    hamein aap aapka aapki aapke aapko aapne aapse ap apka apki apke apko apne apna apni tum tumhara uska uski uske usko usne unka unki unke unko isko iska iski iske isse ise
    yeh ye yah wo woh vo voh kya kyu kyun kyon kyunki kab kaha kahan kahaan kaise kaisa kaisi kitna kitne kitni kaun kis kisi kisko koi kuch kuchh nahi nahin nai nhi mat na ka ki
    ke ko se mein me par pe tak aur ya lekin magar toh to bhi hi sirf bas abhi ab phir fir baad pehle pahle jab tab agar wala wali wale liye saath sath karo kar kare karein karen
    karna karne karni karte karta karti kiya kiye ki kijiye kijie karwa karke karenge karunga karungi raha rahi rahe rha rhi rhe diya di diye do dijiye dijie dena dene de gaya gayi
    gaye gya gyi gye aaya aayi aaye aa aana aane aata aati aate aaega aayega aayegi milega milegi mila mili mile milna milta chahiye chahie chaiye bahut bohot bahot zyada jyada
    thoda sab sabhi ek din dino ghante hafte mahine subah shaam raat kal aaj parso bhai bhaiya behen ji sir madam haan han ha accha acha achha theek thik sahi galat galti
    paisa paise rupaye rupay wapas vapas waapas bataye bataiye batao bata bolo bola boli bole kaha suno sun lag laga lagi lage raha jaldi kripya dhanyavad dhanyawad shukriya
    namaste namaskar samajh pata chal chala chali wahi yahi yaha yahan waha wahan dobara baar tarah kaam naya nayi naye purana`,
  samples: `shikayat samasya pareshan pareshani dikkat madad sahayata bhej bheja bheji bhejna bhejiye bhejo mangwaya mangwayi mangaya manga order khareeda kharida khareedi becha
    toota tuta tooti phata fata kharab kharaab band chalu khula kholne kholte lautaya lautana lauta badal badalna badalwana badlna badlo hata hatao hataiye rok ruka ruk jawab
    jawaab sunta sunte suni sunwai intezar intezaar umeed ummeed vishwas bharosa dhokha thaga loot mazak bekar bakwas badhiya shandar khush dukh gussa naraz mafi maaf kshama
    ghar makaan dukan dukaan gaon shahar sadak gali mohalla padosi ladka ladki aurat aadmi maa papa beta beti bachcha bachche dost pati patni darwaza dibba saman samaan
    kapda kapde joota joote chappal kameez kurta saree rang chhota bada lamba mota patla naya bijli pani hawa khana dawai doodh sabzi rasoi khata katgaye kat kate kaat dekha
    dekho dekhiye dekhna samjha samjhao poochha puchha poocha likha likhna padha uthaya uthata uthate pahunch pahuncha pahunchega pahuncha nikla nikal nikala rakha rakho
    chalta chalti chalte rahta rahti rahte sakta sakti sakte sakega paaya payi payega hoti hota hote hogaya hogayi krdo krna krke kardo kardijiye karaiye karwaiye`,
}
