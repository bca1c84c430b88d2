import type { DemoCustomer } from '../demo.ts'
import { customersInEnglish } from './en.ts'
import { customersInHindi } from './hi.ts'
import { customersInMalayalam } from './ml.ts'
import { customersInPortuguese } from './pt.ts'
import { customersInSpanish } from './es.ts'
import { customersInTamil } from './ta.ts'
import { customersInTelugu } from './te.ts'

/** The customers of the demo with their conversations, in seven languages. */
export const demoCustomers: DemoCustomer[] = [
  ...customersInEnglish,
  ...customersInHindi,
  ...customersInTelugu,
  ...customersInMalayalam,
  ...customersInTamil,
  ...customersInPortuguese,
  ...customersInSpanish,
]
