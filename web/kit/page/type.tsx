import { UserText } from '../components/user-text.tsx'
import style from './page.module.css'
import { Grid, Section } from './section.tsx'

const scripts = [
  'When will my refund arrive? Order AB-4512, ₹2,340.00',
  'मेरा रिफ़ंड कब आएगा? ऑर्डर AB-4512, ₹2,340.00, कृपया श्रीमान से पूछें',
  'నా రీఫండ్ ఎప్పుడు వస్తుంది? క్షమించండి, లక్ష్మీ, ₹2,340.00',
  'എന്റെ പണം എപ്പോൾ തിരികെ ലഭിക്കും? കൃത്യമായ സ്ഥിതി അറിയിക്കുക',
  'என் பணம் எப்போது திரும்பக் கிடைக்கும்? ஸ்ரீரங்கம் கிளை',
]
const sizes = ['meta', 'dense', 'body', 'reading', 'lead', 'title', 'figure'] as const
const colours =
  'canvas surface raised border border-strong ink ink-2 ink-3 primary primary-hover primary-tint focus attention attention-tint attention-ink strain strain-tint danger danger-tint success success-tint info info-tint bubble-in bubble-out bubble-note'.split(
    ' ',
  )

export function Type() {
  return (
    <Section title="Type and colour">
      <Grid>
        {scripts.map((text) => (
          <div key={text}>
            {sizes.slice(0, 5).map((size) => (
              <UserText key={size} as="p" className={style[size]}>
                {text}
              </UserText>
            ))}
            <UserText as="p" className={style.title}>
              {text.slice(0, 24)}
            </UserText>
            <p>
              <strong>
                <UserText>{text.slice(0, 30)}</UserText>
              </strong>
            </p>
          </div>
        ))}
      </Grid>
      <div className={style.swatches}>
        {colours.map((name) => (
          <div key={name} className={style.swatch}>
            <span style={{ background: `var(--${name})` }} />
            {name}
          </div>
        ))}
      </div>
    </Section>
  )
}
