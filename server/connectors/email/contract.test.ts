import type { Connector } from '../connector.ts'
import { checkConnector } from '../contract-test.ts'
import { email } from './index.ts'
import { openMailProvider } from './simulator/contract-provider.ts'

checkConnector(email as unknown as Connector, openMailProvider)
