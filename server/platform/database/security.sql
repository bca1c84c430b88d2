-- Run after every migration, idempotent. The second wall: whatever the application forgets, a query sees one workspace alone.
-- After a commit the setting is '' and not null, hence nullif: no workspace set means no rows.
do $$
declare
  t record;
begin
  for t in
    select c.relname
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p')
      and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped)
      and c.relname <> 'directory_entries'
  loop
    execute format('alter table %I enable row level security', t.relname);
    -- The search functions run as the owner and keep to one workspace themselves: 0001_first.sql says why. Everybody else meets the policy here too.
    if t.relname in ('search_documents', 'search_words', 'search_contacts') then
      execute format('alter table %I no force row level security', t.relname);
    else
      execute format('alter table %I force row level security', t.relname);
    end if;
    execute format('drop policy if exists one_workspace on %I', t.relname);
    execute format(
      'create policy one_workspace on %I using (workspace_id = nullif(current_setting(''app.workspace_id'', true), '''')::uuid) with check (workspace_id = nullif(current_setting(''app.workspace_id'', true), '''')::uuid)',
      t.relname);
  end loop;
end $$;

grant usage on schema public, graphile_worker to samvad_app;
grant select, insert, update, delete on all tables in schema public to samvad_app;
-- What was done stays written: nobody who serves requests can change or remove an audit entry.
revoke update, delete on audit_entries from samvad_app;
revoke all on schema_migrations from samvad_app;
grant select on schema_migrations to samvad_app;
grant usage on all sequences in schema public to samvad_app;
-- Every function that runs as its owner is named here.
revoke execute on function search_messages, search_similar_words, search_contacts_matching from public;
grant execute on function search_messages, search_similar_words, search_contacts_matching to samvad_app;

grant select, insert, update, delete on all tables in schema graphile_worker to samvad_app;
grant usage on all sequences in schema graphile_worker to samvad_app;
grant execute on all functions in schema graphile_worker to samvad_app;
do $$
declare
  t record;
begin
  for t in select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'graphile_worker' and c.relkind = 'r' and c.relrowsecurity loop
    execute format('drop policy if exists product on graphile_worker.%I', t.relname);
    execute format('create policy product on graphile_worker.%I to samvad_app using (true) with check (true)', t.relname);
  end loop;
end $$;
