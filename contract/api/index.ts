import type { Route } from '../route.ts'
import * as contacts from './contacts.ts'
import * as conversations from './conversations.ts'
import * as inboxes from './inboxes.ts'
import * as people from './people.ts'
import * as tools from './tools.ts'
import * as visitor from './visitor.ts'

const isRoute = (value: unknown): value is Route =>
  typeof value === 'object' && value !== null && 'method' in value && 'path' in value && 'reply' in value

type RoutesOf<Module> = { [Name in keyof Module as Module[Name] extends Route ? Name : never]: Module[Name] }
type All = RoutesOf<typeof conversations> &
  RoutesOf<typeof contacts> &
  RoutesOf<typeof inboxes> &
  RoutesOf<typeof people> &
  RoutesOf<typeof tools> &
  RoutesOf<typeof visitor>

/** Every route by its name. */
export const routes = Object.fromEntries(
  [conversations, contacts, inboxes, people, tools, visitor].flatMap((module) => Object.entries(module).filter(([, value]) => isRoute(value))),
) as unknown as All

/** Every route by "METHOD /path": the typed client is called by it, so browsers need the types alone and no schema. */
export type Api = { [Name in keyof All as All[Name] extends Route ? `${All[Name]['method']} ${All[Name]['path']}` : never]: All[Name] }
