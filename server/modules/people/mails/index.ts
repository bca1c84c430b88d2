import type { Locale } from '../../../../contract/people.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { hi } from './hi.ts'
import type { Mails } from './mail.ts'
import { ml } from './ml.ts'
import { ptBR } from './pt-br.ts'
import { ta } from './ta.ts'
import { te } from './te.ts'

/** The mails about people and their access, in every language of the product. */
export const mails: Record<Locale, Mails> = { en, hi, te, ml, ta, 'pt-BR': ptBR, es }
