/** Frequent words of languages in Latin letters that we do not speak, so that their texts are not taken for ours. Words that ours share are left out. */
export const others: Record<string, string> = {
  fr: `le les des une est dans pour pas vous nous je mon votre avec sur ce cette mais ou qui quand bonjour merci commande livraison toujours encore ai avez sont etait
    depuis colis remboursement s'il suis recu tres comment pourquoi notre aussi fait faire avoir leur bien plus sans chez jours`,
  de: `der die das den dem ein eine einen ist nicht ich sie wir und mit fur auf von zu auch aber wie wann warum mein meine ihre bitte danke hallo bestellung lieferung noch
    habe haben wurde wird sind bei nach seit kein keine immer schon paket ihnen mich uns oder wenn konnen geld zuruck tage`,
  it: `il gli che non sono per con mio mia ho hai abbiamo questo questa quando dove perche grazie buongiorno ordine spedizione ancora consegna ma anche della dello degli
    nel nella sul sulla piu molto vorrei posso pacco rimborso giorni arrivato ciao salve sempre stato`,
  nl: `het een van ik niet en dat is op te voor met zijn maar mijn wij jullie wanneer waarom waar bestelling levering nog steeds hebben heb heeft graag bedankt hallo
    pakket dagen geld terug ontvangen kan kunnen ook wel geen naar`,
  id: `yang dan di ke dari saya anda kami tidak belum sudah bisa ini itu dengan untuk pesanan kapan kenapa mengapa terima kasih tolong barang uang kembali hari ada`,
}
