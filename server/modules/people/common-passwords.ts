/**
 * The most common passwords of ten characters and more, in lower case; shorter ones are refused by their length. Chosen from the public rankings of
 * leaked passwords (the NCSC's "PwnedPasswordsTop100k" and SecLists' "10-million-password-list-top-100000").
 */
export const commonPasswords: ReadonlySet<string> = new Set(
  `
  1234567890 0123456789 9876543210 0987654321 12345678910 123456789a a123456789 123456789q q123456789 123456789z
  1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx3edc q1w2e3r4t5 q1w2e3r4t5y6 qwertyuiop qwerty12345 qwerty123456 qwertyuiop123 qwerty1234
  qwertyuiop[] 1234qwerasdf 12345qwert qwert12345 123qweasdzxc qazwsxedcrfv qazwsx123456 zaq12wsxcde3 asdfghjkl1 asdfghjkl; asdfghjkl123
  zxcvbnm123 zxcvbnm,./ abcdefghij abcdefghijk abcd123456 abc123456789 a1b2c3d4e5 aa12345678 aa123456789 asd123456789
  password12 password123 password1234 password12345 password01 password11 password99 password1! password123! passw0rd123 p@ssw0rd123
  p@ssword123 pass123456 pass@12345 passwordpassword mypassword mypassword1 changeme123 welcome123 welcome1234 welcome@123
  administrator admin12345 admin123456 admin@1234 administrator1 rootpassword letmein123 letmein1234 iloveyou12 iloveyou123
  iloveyou1234 iloveyousomuch ilovemyself iloveyou2! princess123 princess12 football123 baseball123 basketball basketball1
  sunshine123 sunshine12 superman123 spiderman123 starwars123 pokemon123 dragon1234 monkey1234 michael123 jennifer123
  hello12345 hello123456 test123456 testtest123 testing123 secret1234 computer123 samsung123 google1234 facebook123
  india12345 india@1234 jaihind123 jaishreeram krishna123 ganesha123 omsairam123 omnamahshivaya saibaba123 hanuman123
  contrasena contraseña teamomucho brasil1234 flamengo123 corinthians palmeiras1 barcelona1 realmadrid mustang123
  147258369a 1472583690 7894561230 1020304050 1122334455 1212121212 1231231231 123123123a 123321123321 112233445566
  samvad1234 trustno1234 whatever123 liverpool123 chelsea1234 1234512345 123456123456 qweasdzxc123 zxcvbnm1234 abcdef123456
  `
    .trim()
    .split(/\s+/),
)
