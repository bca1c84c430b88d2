import type { DemoAgent, DemoTeam } from './demo.ts'

/** The company of the demo sells for the home and connects it: enough for every kind of matter. */
export const demoCompany = { name: 'Lotus Home & Net', supportAddress: 'care@lotus-home.test', site: 'https://lotus-home.test' }

export const demoTeams: Record<DemoTeam, string> = { refunds: 'Refunds', delivery: 'Delivery', support: 'Support' }

export const demoAgents: DemoAgent[] = [
  { key: 'ravi', name: 'Ravi Teja', email: 'ravi@lotus-home.test', role: 'agent', teams: ['refunds', 'support'], languages: ['en', 'hi', 'te'] },
  { key: 'anita', name: 'Anita Menon', email: 'anita@lotus-home.test', role: 'agent', teams: ['support', 'refunds'], languages: ['en', 'hi', 'ml'] },
  { key: 'joao', name: 'João Pereira', email: 'joao@lotus-home.test', role: 'agent', teams: ['delivery', 'support'], languages: ['en', 'pt', 'es'] },
  {
    key: 'asha',
    name: 'Asha Raman',
    email: 'asha@lotus-home.test',
    role: 'supervisor',
    teams: ['delivery', 'support', 'refunds'],
    languages: ['en', 'ta', 'te', 'ml'],
  },
  { key: 'lucia', name: 'Lucía Ortega', email: 'lucia@lotus-home.test', role: 'agent', teams: ['refunds', 'support'], languages: ['en', 'es', 'pt'] },
]
