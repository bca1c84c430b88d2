-- Every table of the product leads with its workspace, in its primary key and in each index and foreign key. Tables without a workspace are
-- named in server/platform/database/catalogue.test.ts with their reason.

create extension if not exists pg_trgm;
create extension if not exists btree_gin;

-- Where to find a workspace before it is known: by id, an agent's address, an inbox's address, a chat's public key. Keys are SHA-256 hashes.
create table directory_entries (
  kind text not null check (kind in ('workspace', 'agent_email', 'inbox_address', 'chat_key')),
  key text not null,
  workspace_id uuid not null,
  subject_id uuid not null,
  primary key (kind, key, workspace_id, subject_id)
);

-- Processes that work on jobs and intake; a silent one has died and what it held is taken back.
create table instances (
  id uuid primary key,
  started_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  roles text[] not null,
  detail jsonb not null default '{}'
);

create table workspaces (
  workspace_id uuid primary key,
  name text not null,
  is_demo boolean not null default false,
  settings jsonb not null default '{}',
  created_at timestamptz not null default now()
);

-- 'event' gives the dense numbers of the log and is taken as a transaction's last statement; 'conversation' numbers the conversations.
create table counters (
  workspace_id uuid not null references workspaces on delete cascade,
  name text not null,
  last bigint not null default 0,
  primary key (workspace_id, name)
) with (fillfactor = 50);

create table events (
  workspace_id uuid not null,
  number bigint not null,
  name text not null,
  at timestamptz not null,
  actor_kind text not null,
  actor_id uuid,
  actor_name text not null default '',
  conversation_id uuid,
  contact_id uuid,
  payload jsonb not null,
  primary key (workspace_id, number)
);
create index events_of_conversation on events (workspace_id, conversation_id, number) where conversation_id is not null;

create table subscriber_cursors (
  workspace_id uuid not null references workspaces on delete cascade,
  name text not null,
  cursor bigint not null default 0,
  failures int not null default 0,
  failure text,
  updated_at timestamptz not null default now(),
  primary key (workspace_id, name)
);

create table idempotency_keys (
  workspace_id uuid not null,
  actor text not null,
  key text not null,
  route text not null,
  body_hash text not null,
  status int,
  -- As it was sent, to the letter: jsonb would give its members in another order.
  reply json,
  created_at timestamptz not null default now(),
  primary key (workspace_id, actor, key)
);
create index idempotency_keys_by_age on idempotency_keys (workspace_id, created_at);

-- people
create table agents (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  email text not null,
  name text not null,
  role text not null check (role in ('owner', 'admin', 'supervisor', 'agent')),
  password_hash text,
  availability text not null default 'available' check (availability in ('available', 'away')),
  settings jsonb not null default '{}',
  deactivated_at timestamptz,
  is_demo boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, email)
);

create table sessions (
  workspace_id uuid not null,
  id uuid not null,
  agent_id uuid not null,
  token_hash text not null,
  user_agent text not null default '',
  address text not null default '',
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, token_hash),
  foreign key (workspace_id, agent_id) references agents on delete cascade
);
create index sessions_of_agent on sessions (workspace_id, agent_id, created_at);

create table api_tokens (
  workspace_id uuid not null,
  id uuid not null,
  agent_id uuid not null,
  name text not null,
  token_hash text not null,
  scopes text[] not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, token_hash),
  foreign key (workspace_id, agent_id) references agents on delete cascade
);
create index api_tokens_of_agent on api_tokens (workspace_id, agent_id);

create table invitations (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  email text not null,
  role text not null,
  team_ids uuid[] not null default '{}',
  token_hash text not null,
  invited_by uuid,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, token_hash)
);

create table password_resets (
  workspace_id uuid not null,
  id uuid not null,
  agent_id uuid not null,
  token_hash text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, token_hash),
  foreign key (workspace_id, agent_id) references agents on delete cascade
);
create index password_resets_of_agent on password_resets (workspace_id, agent_id);

create table teams (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  name text not null,
  is_restricted boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, name)
);

create table team_members (
  workspace_id uuid not null,
  team_id uuid not null,
  agent_id uuid not null,
  primary key (workspace_id, team_id, agent_id),
  foreign key (workspace_id, team_id) references teams on delete cascade,
  foreign key (workspace_id, agent_id) references agents on delete cascade
);
create index team_members_of_agent on team_members (workspace_id, agent_id);

-- contacts
create table contacts (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  name text not null default '',
  language text,
  time_zone text,
  company text,
  notes text not null default '',
  fields jsonb not null default '{}',
  -- Where words without a thread of their own go (chat): the one live conversation.
  current_conversation_id uuid,
  -- One of the identities is proved.
  is_verified boolean not null default false,
  merged_into_id uuid,
  is_demo boolean not null default false,
  last_seen_at timestamptz,
  erased_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, merged_into_id) references contacts
) with (fillfactor = 80);
create index contacts_by_last_seen on contacts (workspace_id, last_seen_at desc nulls last, id desc) where merged_into_id is null and erased_at is null;
create index contacts_merged on contacts (workspace_id, merged_into_id) where merged_into_id is not null;

create table identities (
  workspace_id uuid not null,
  id uuid not null,
  contact_id uuid not null,
  kind text not null check (kind in ('email', 'phone', 'visitor', 'external')),
  -- Normalised: e-mail in lower case, phone in E.164, visitor and external ids as given by their inbox.
  address text not null,
  evidence jsonb not null default '[]',
  verified_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, kind, address),
  foreign key (workspace_id, contact_id) references contacts on delete cascade
);
create index identities_of_contact on identities (workspace_id, contact_id) where contact_id is not null;

create table contact_merges (
  workspace_id uuid not null,
  id uuid not null,
  from_id uuid not null,
  into_id uuid not null,
  because text not null default '',
  merged_by uuid,
  -- What moved, so that it can move back: { identityIds, conversationIds }.
  moved jsonb not null,
  created_at timestamptz not null default now(),
  undone_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, from_id) references contacts on delete cascade,
  foreign key (workspace_id, into_id) references contacts on delete cascade
);
create index contact_merges_from on contact_merges (workspace_id, from_id);
create index contact_merges_into on contact_merges (workspace_id, into_id);

-- inboxes
create table inboxes (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  name text not null,
  connector text not null,
  channel text not null,
  address text not null default '',
  settings jsonb not null default '{}',
  -- Secret settings by name, each sealed with the instance key.
  secrets jsonb not null default '{}',
  public_key text,
  is_enabled boolean not null default true,
  team_id uuid,
  health jsonb not null default '{"state":"starting","reason":null}',
  last_in_at timestamptz,
  last_out_at timestamptz,
  poll_cursor jsonb,
  removed_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, team_id) references teams on delete set null (team_id)
);
create index inboxes_of_team on inboxes (workspace_id, team_id) where team_id is not null;
-- Of two that read one mailbox, chance would decide which of them a mail belongs to; one without a Message-ID would be kept by both.
create unique index inboxes_by_mail_address on inboxes (workspace_id, lower(address)) where connector = 'email' and removed_at is null;

-- Signing in at a provider, until the browser comes back; whichever process it comes back to.
create table oauth_attempts (
  workspace_id uuid not null,
  id uuid not null,
  inbox_id uuid not null,
  -- The PKCE verifier, sealed with the instance key.
  remembered text not null,
  redirect_uri text not null,
  agent_id uuid not null,
  session_id uuid,
  expires_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, inbox_id) references inboxes on delete cascade,
  foreign key (workspace_id, agent_id) references agents on delete cascade
);
create index oauth_attempts_of_inbox on oauth_attempts (workspace_id, inbox_id);
create index oauth_attempts_of_agent on oauth_attempts (workspace_id, agent_id);

create table inbound_events (
  workspace_id uuid not null,
  id uuid not null,
  inbox_id uuid not null,
  -- The provider's id of the delivery, or a hash of its body: the same delivery twice is one row.
  external_key text not null,
  source text not null,
  headers jsonb not null default '{}',
  body bytea,
  -- Bodies over 256 kB are in the file store under their SHA-256.
  body_sha256 text,
  size_bytes int not null,
  state text not null default 'received' check (state in ('received', 'done', 'quarantined', 'ignored')),
  reason text,
  attempts int not null default 0,
  classification text,
  bounce jsonb,
  conversation_id uuid,
  message_id uuid,
  received_at timestamptz not null default now(),
  done_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, inbox_id, external_key),
  foreign key (workspace_id, inbox_id) references inboxes
) with (fillfactor = 80);
-- Compressing each mail would cost more processor time than the whole intake; old ones can be moved out by retention.
alter table inbound_events alter column body set storage external;
create index inbound_events_received on inbound_events (workspace_id, id) where state = 'received';
create index inbound_events_quarantined on inbound_events (workspace_id, id) where state = 'quarantined';
create index inbound_events_of_conversation on inbound_events (workspace_id, conversation_id) where conversation_id is not null;

-- conversations
create table conversations (
  workspace_id uuid not null,
  id uuid not null,
  number bigint not null,
  contact_id uuid not null,
  subject text not null default '',
  status text not null default 'open' check (status in ('open', 'waiting', 'snoozed', 'resolved')),
  priority text not null default 'normal' check (priority in ('low', 'normal', 'high', 'urgent')),
  assignee_id uuid,
  team_id uuid,
  tags text[] not null default '{}',
  channels text[] not null default '{}',
  snoozed_until timestamptz,
  waiting_since timestamptz,
  last_message_id uuid,
  last_message_at timestamptz not null,
  last_direction text,
  last_channel text,
  last_preview text not null default '',
  last_author_name text not null default '',
  last_author_id uuid,
  last_language text,
  -- The inbox and identity of the contact's newest message: where an answer goes unless told otherwise.
  reply_inbox_id uuid,
  reply_identity_id uuid,
  message_count int not null default 0,
  merged_into_id uuid,
  is_demo boolean not null default false,
  created_at timestamptz not null default now(),
  resolved_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, number),
  foreign key (workspace_id, contact_id) references contacts on delete cascade,
  foreign key (workspace_id, assignee_id) references agents on delete set null (assignee_id),
  foreign key (workspace_id, team_id) references teams on delete set null (team_id),
  foreign key (workspace_id, merged_into_id) references conversations
) with (fillfactor = 70);
create index conversations_by_status on conversations (workspace_id, status, last_message_at desc, id desc) where merged_into_id is null;
create index conversations_by_activity on conversations (workspace_id, last_message_at desc, id desc) where merged_into_id is null;
create index conversations_of_assignee on conversations (workspace_id, assignee_id, status, last_message_at desc, id desc) where merged_into_id is null;
create index conversations_of_team on conversations (workspace_id, team_id, status, last_message_at desc, id desc) where merged_into_id is null;
create index conversations_waiting on conversations (workspace_id, waiting_since, id) where waiting_since is not null and status = 'open' and merged_into_id is null;
create index conversations_of_contact on conversations (workspace_id, contact_id, last_message_at desc, id desc) where contact_id is not null;
create index conversations_snoozed on conversations (workspace_id, snoozed_until) where status = 'snoozed';
create index conversations_merged on conversations (workspace_id, merged_into_id) where merged_into_id is not null;
create index conversations_tagged on conversations using gin (workspace_id, tags) where tags <> '{}';

alter table contacts add foreign key (workspace_id, current_conversation_id) references conversations on delete set null (current_conversation_id);

create table participants (
  workspace_id uuid not null,
  conversation_id uuid not null,
  identity_id uuid not null,
  contact_id uuid not null,
  name text not null default '',
  role text not null check (role in ('from', 'to', 'cc')),
  added_at timestamptz not null default now(),
  primary key (workspace_id, conversation_id, identity_id),
  foreign key (workspace_id, conversation_id) references conversations on delete cascade,
  foreign key (workspace_id, identity_id) references identities on delete cascade
);
create index participants_of_identity on participants (workspace_id, identity_id);

create table messages (
  workspace_id uuid not null,
  id uuid not null,
  conversation_id uuid not null,
  kind text not null check (kind in ('message', 'note')),
  direction text not null check (direction in ('in', 'out', 'internal')),
  channel text,
  inbox_id uuid,
  identity_id uuid,
  author_kind text not null check (author_kind in ('contact', 'agent', 'system')),
  author_id uuid,
  author_name text not null default '',
  subject text,
  text text not null default '',
  quoted_text text not null default '',
  html text,
  language text,
  answers_message_id uuid,
  -- The provider's id; for e-mail the Message-ID.
  external_id text,
  client_key text,
  delivery_state text not null default 'none',
  delivery_reason text,
  sends_at timestamptz,
  recipients jsonb,
  mentions uuid[] not null default '{}',
  classification text not null default 'message',
  flags text[] not null default '{}',
  -- What sending needs again: references, headers, the sender's address.
  envelope jsonb,
  created_at timestamptz not null,
  stored_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, conversation_id) references conversations on delete cascade
) with (fillfactor = 90);
create index messages_of_conversation on messages (workspace_id, conversation_id, created_at desc, id desc);
create unique index messages_external on messages (workspace_id, inbox_id, external_id) where external_id is not null;
create unique index messages_client_key on messages (workspace_id, conversation_id, client_key) where client_key is not null;

-- Every Message-ID we have seen or named, so that a reply finds its conversation, also when it arrives before the mail it answers.
create table mail_references (
  workspace_id uuid not null,
  reference text not null,
  conversation_id uuid not null,
  message_id uuid,
  -- own: the id of that message; named: only mentioned by a message of the conversation; thread: Outlook's Thread-Index root.
  kind text not null check (kind in ('own', 'named', 'thread')),
  created_at timestamptz not null default now(),
  primary key (workspace_id, reference, conversation_id),
  foreign key (workspace_id, conversation_id) references conversations on delete cascade
);
create index mail_references_of_conversation on mail_references (workspace_id, conversation_id);

create table files (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  sha256 text not null,
  name text not null,
  content_type text not null,
  size_bytes bigint not null,
  message_id uuid,
  conversation_id uuid,
  uploaded_by text,
  content_id text,
  is_inline boolean not null default false,
  position int not null default 0,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, message_id) references messages on delete cascade,
  foreign key (workspace_id, conversation_id) references conversations on delete cascade
);
create index files_of_message on files (workspace_id, message_id, position) where message_id is not null;
create index files_by_content on files (workspace_id, sha256);
create index files_unused on files (workspace_id, created_at) where message_id is null;
create index files_of_conversation on files (workspace_id, conversation_id) where conversation_id is not null;

create table delivery_attempts (
  workspace_id uuid not null,
  id uuid not null,
  message_id uuid not null,
  started_at timestamptz not null default now(),
  ended_at timestamptz,
  outcome text,
  detail text,
  primary key (workspace_id, id),
  foreign key (workspace_id, message_id) references messages on delete cascade
);
create index delivery_attempts_of_message on delivery_attempts (workspace_id, message_id, started_at);

create table reachability (
  workspace_id uuid not null,
  contact_id uuid not null,
  inbox_id uuid not null,
  identity_id uuid not null,
  last_inbound_at timestamptz,
  window_closes_at timestamptz,
  opted_out_at timestamptz,
  bounced_at timestamptz,
  bounce_class text,
  primary key (workspace_id, contact_id, inbox_id, identity_id),
  foreign key (workspace_id, contact_id) references contacts on delete cascade,
  foreign key (workspace_id, inbox_id) references inboxes on delete cascade,
  foreign key (workspace_id, identity_id) references identities on delete cascade
);
create index reachability_of_identity on reachability (workspace_id, identity_id);

create table seen (
  workspace_id uuid not null,
  agent_id uuid not null,
  conversation_id uuid not null,
  message_id uuid,
  at timestamptz not null default now(),
  primary key (workspace_id, agent_id, conversation_id),
  foreign key (workspace_id, agent_id) references agents on delete cascade,
  foreign key (workspace_id, conversation_id) references conversations on delete cascade
);
create index seen_of_conversation on seen (workspace_id, conversation_id);

create table mentions (
  workspace_id uuid not null,
  agent_id uuid not null,
  conversation_id uuid not null,
  message_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, agent_id, conversation_id, message_id),
  foreign key (workspace_id, conversation_id) references conversations on delete cascade,
  foreign key (workspace_id, agent_id) references agents on delete cascade
);
create index mentions_of_conversation on mentions (workspace_id, conversation_id);

create table drafts (
  workspace_id uuid not null,
  conversation_id uuid not null,
  agent_id uuid not null,
  mode text not null check (mode in ('reply', 'note')),
  text text not null,
  inbox_id uuid,
  attachments jsonb not null default '[]',
  saved_at timestamptz not null,
  primary key (workspace_id, conversation_id, agent_id, mode),
  foreign key (workspace_id, conversation_id) references conversations on delete cascade,
  foreign key (workspace_id, agent_id) references agents on delete cascade
);
create index drafts_of_agent on drafts (workspace_id, agent_id);

create table saved_replies (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  title text not null,
  shortcut text not null default '',
  text text not null,
  language text,
  use_count int not null default 0,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id)
);

create table views (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  -- null: shared with everybody
  agent_id uuid,
  name text not null,
  filter jsonb not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, agent_id) references agents on delete cascade
);
create index views_of_agent on views (workspace_id, agent_id);

-- search: filled by a subscriber, never in the transaction that stores a message (a GIN index there costs more than half the rate)
create table search_documents (
  workspace_id uuid not null,
  message_id uuid not null,
  conversation_id uuid not null,
  contact_id uuid not null,
  at timestamptz not null,
  words_key tsvector not null,
  primary key (workspace_id, message_id),
  foreign key (workspace_id, message_id) references messages on delete cascade
);
-- Packed already: compressing it takes longer than storing it, and saves nothing. (Within the column's definition only PostgreSQL 16 and newer know this.)
alter table search_documents alter column words_key set storage external;
create index search_documents_newest on search_documents (workspace_id, at desc, message_id desc);
create index search_documents_of_conversation on search_documents (workspace_id, conversation_id);
create index search_documents_of_contact on search_documents (workspace_id, contact_id, at desc, message_id desc);
-- With the workspace in it: at a million messages of one workspace an index of the words alone was no faster (rare words p50 3.3 ms against 3.8, mid words 60
-- against 51), and beside other workspaces it would read their messages too. In a rush up to 4 MB (PostgreSQL's usual limit) wait in the pending
-- list: half the cost of 512 kB, since a rare word is then put into the tree with others of its kind. Every search reads the whole list, so maintenance empties it
-- each half minute.
create index search_documents_words on search_documents using gin (workspace_id, words_key);

-- The distinct words of a workspace, to find the one meant by a typo: trigrams over the messages themselves would be four times the size of their texts' index.
create table search_words (
  workspace_id uuid not null references workspaces on delete cascade,
  word text not null,
  roman_key text not null,
  primary key (workspace_id, word)
);
create index search_words_roman on search_words using gin (workspace_id, roman_key gin_trgm_ops) with (gin_pending_list_limit = 512);

create table search_contacts (
  workspace_id uuid not null,
  contact_id uuid not null,
  key text not null,
  primary key (workspace_id, contact_id),
  foreign key (workspace_id, contact_id) references contacts on delete cascade
);
create index search_contacts_key on search_contacts using gin (workspace_id, key gin_trgm_ops) with (gin_pending_list_limit = 512);

-- Why these three run as the owner of the tables: under row-level security a row is first tested against the policy, then by any operator that is not
-- leakproof, and @@, LIKE and % are not; so the application's role could never use the GIN indexes. security.sql leaves the three tables' owner free of the
-- policy. The wall stays: each function reads the workspace from the transaction, takes none as a parameter, and returns ids or words of it alone.

-- The newest messages that match, newest first. Common words are found by walking back from the newest, rare ones by the index first; a hundred of the newest
-- messages decide. Where they mislead (what everybody wrote last year), each way hands over to the other before it becomes dear: reading all hits costs as
-- much as there are, walking the more the fewer there are, and the two cost the same near the square root of both. `is_partial`: there may be more.
create function search_messages(wanted tsquery, before_at timestamptz, before_id uuid, of_contact uuid, most int)
returns table (message_ids uuid[], conversation_ids uuid[], ats timestamptz[], plan text, is_partial boolean)
language plpgsql stable security definer set search_path = public, pg_temp set enable_seqscan = off as $$
declare
  own constant uuid := nullif(current_setting('app.workspace_id', true), '')::uuid;
  probed constant int := 100;
  longest_walk constant int := 5000;
  -- More are not sorted in the time that a person waits.
  longest_sort constant int := 20000;
  -- walk: so many of the newest; sort: all hits, if they are no more than so many
  ways text[] := array['walk', 'sort', 'walk', 'sort'];
  sizes int[] := array[probed, least(longest_sort, 1000 * sqrt(most))::int, longest_walk * 6, longest_sort];
  hits int;
  seen int;
begin
  is_partial := false;
  if of_contact is not null then
    plan := 'contact';
    begin
      select coalesce(array_agg(h.message_id), '{}'), coalesce(array_agg(h.conversation_id), '{}'), coalesce(array_agg(h.at), '{}')
        into message_ids, conversation_ids, ats
      from (
        select d.message_id, d.conversation_id, d.at from search_documents d
        where d.workspace_id = own and d.contact_id = of_contact and (d.at, d.message_id) < (before_at, before_id) and d.words_key @@ wanted
        order by d.at desc, d.message_id desc limit most
      ) h;
    exception when query_canceled then
      is_partial := true;
      message_ids := '{}'; conversation_ids := '{}'; ats := '{}';
    end;
    return next;
    return;
  end if;
  message_ids := '{}'; conversation_ids := '{}'; ats := '{}';
  begin
    for turn in 1..4 loop
      plan := ways[turn] || ' ' || turn;
      if ways[turn] = 'walk' then
        select coalesce(array_agg(w.message_id), '{}'), coalesce(array_agg(w.conversation_id), '{}'), coalesce(array_agg(w.at), '{}')
          into message_ids, conversation_ids, ats
        from (
          select n.message_id, n.conversation_id, n.at
          from (
            select * from search_documents d
            where d.workspace_id = own and (d.at, d.message_id) < (before_at, before_id)
            order by d.at desc, d.message_id desc limit sizes[turn]
          ) n
          where n.words_key @@ wanted limit most
        ) w;
        hits := cardinality(message_ids);
        exit when hits >= most;
        -- As many as the first hundred promise, and half as many again; one hit among them promises nothing.
        if turn = 1 and hits > 1 and probed * 1.5 * most / hits <= longest_walk then
          ways := array['walk', 'walk', 'sort', 'sort'];
          sizes[2:3] := array[(probed * 1.5 * most / hits)::int, sizes[2]];
        end if;
      else
        with matching as materialized (
          select d.message_id, d.conversation_id, d.at from search_documents d where d.workspace_id = own and d.words_key @@ wanted limit sizes[turn] + 1
        ), newest as (
          select m.message_id, m.conversation_id, m.at from matching m where (m.at, m.message_id) < (before_at, before_id)
          order by m.at desc, m.message_id desc limit most
        )
        select (select count(*) from matching), coalesce(array_agg(n.message_id), '{}'), coalesce(array_agg(n.conversation_id), '{}'), coalesce(array_agg(n.at), '{}')
          into seen, message_ids, conversation_ids, ats
        from newest n;
        exit when seen <= sizes[turn];
        -- Of too many only some were looked at: true hits, but perhaps not the newest.
        is_partial := turn = 4;
      end if;
    end loop;
  exception when query_canceled then
    -- statement_timeout: what was found until then is true, and the caller is told that it is not all.
    is_partial := true;
  end;
  return next;
end $$;

-- Words of the workspace that sound or look most like one that nothing was found for.
create function search_similar_words(roman text, most int) returns table (word text)
language sql stable security definer set search_path = public, pg_temp set enable_seqscan = off set pg_trgm.similarity_threshold = 0.4 as $$
  select w.word from search_words w
  where w.workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid and w.roman_key % roman
  order by similarity(w.roman_key, roman) desc, w.word limit most
$$;

-- Contacts whose key has every one of `terms` (or its `romans`) at the beginning of a word; the longest of them finds them in the index. With `is_fuzzy`
-- those that resemble `roman` most.
create function search_contacts_matching(longest text, longest_roman text, terms text[], romans text[], roman text, is_fuzzy boolean, most int)
returns table (contact_id uuid)
language plpgsql stable security definer set search_path = public, pg_temp set enable_seqscan = off set pg_trgm.word_similarity_threshold = 0.5 as $$
declare
  own constant uuid := nullif(current_setting('app.workspace_id', true), '')::uuid;
begin
  if is_fuzzy then
    return query select s.contact_id from search_contacts s where s.workspace_id = own and roman <% s.key
      order by word_similarity(roman, s.key) desc, s.contact_id limit most;
  else
    return query select s.contact_id from search_contacts s
      where s.workspace_id = own and (s.key like longest or s.key like longest_roman)
        and not exists (select from unnest(terms, romans) as t (written, spoken) where s.key not like t.written and s.key not like t.spoken)
      order by length(s.key), s.contact_id limit most;
  end if;
end $$;

create table webhook_endpoints (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  url text not null,
  events text[] not null default '{}',
  -- Sealed, newest first: [{ sealed, until }]
  secrets jsonb not null,
  is_enabled boolean not null default true,
  disabled_reason text,
  -- Asked for by a Retry-After, or by not answering at all: nothing is sent to it before.
  paused_until timestamptz,
  created_at timestamptz not null default now(),
  removed_at timestamptz,
  primary key (workspace_id, id)
);

create table webhook_deliveries (
  workspace_id uuid not null,
  id uuid not null,
  endpoint_id uuid not null,
  event_number bigint not null,
  event_name text not null,
  state text not null default 'waiting' check (state in ('waiting', 'delivered', 'dead')),
  attempts int not null default 0,
  next_attempt_at timestamptz,
  last_status int,
  last_error text,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, endpoint_id, event_number),
  foreign key (workspace_id, endpoint_id) references webhook_endpoints on delete cascade
);
create index webhook_deliveries_newest on webhook_deliveries (workspace_id, endpoint_id, id desc);
create index webhook_deliveries_due on webhook_deliveries (workspace_id, next_attempt_at) where state = 'waiting';
create index webhook_deliveries_over on webhook_deliveries (workspace_id, state, created_at) where state <> 'waiting';

create table audit_entries (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  at timestamptz not null default now(),
  actor text not null,
  action text not null,
  detail jsonb not null default '{}',
  primary key (workspace_id, id)
);
