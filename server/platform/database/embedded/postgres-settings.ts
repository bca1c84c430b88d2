import { readFileSync, writeFileSync } from 'node:fs'
import { totalmem } from 'node:os'
import { join } from 'node:path'

/**
 * The settings of the embedded server, for a machine it shares with everything else. They are the whole of postgresql.conf and are
 * written at every start; `ALTER SYSTEM SET …` wins over them and is the way to tune one installation.
 * Source: postgresql.org/docs/18/runtime-config.html.
 */
export function writePostgresSettings(clusterDir: string): void {
  const path = join(clusterDir, 'postgresql.conf')
  const wanted = Object.entries(postgresSettings(totalmem()))
    .map(([name, value]) => `${name} = '${value}'\n`)
    .join('')
  // An unchanged file is left alone, so that a full disk does not stand in the way of a start.
  if (readFileSync(path, 'utf8') !== wanted) writeFileSync(path, wanted)
}

export function postgresSettings(memoryBytes: number): Record<string, string> {
  const megabyte = 1024 * 1024
  return {
    shared_buffers: '128MB',
    effective_cache_size: `${Math.max(256, Math.round(memoryBytes / 2 / megabyte))}MB`,
    work_mem: '8MB',
    maintenance_work_mem: '64MB',
    max_connections: '60',
    // One process each is worth more than its help here: no parallel plans, no logical replication, no I/O workers.
    max_worker_processes: '4',
    max_parallel_workers_per_gather: '0',
    max_parallel_maintenance_workers: '1',
    max_logical_replication_workers: '0',
    io_method: 'sync',
    jit: 'off',
    huge_pages: 'off',
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    wal_level: 'minimal',
    max_wal_senders: '0',
    min_wal_size: '64MB',
    max_wal_size: '1GB',
    checkpoint_timeout: '10min',
    random_page_cost: '1.1',
    autovacuum: 'on',
    autovacuum_max_workers: '2',
    autovacuum_naptime: '30s',
    // The password is 256 random bits, which repeated hashing does not make stronger, only slower at every connection.
    password_encryption: 'scram-sha-256',
    scram_iterations: '64',
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    default_text_search_config: 'pg_catalog.simple',
    log_destination: 'stderr',
    logging_collector: 'off',
    log_line_prefix: '%m [%p] ',
    log_min_messages: 'warning',
    log_checkpoints: 'off',
    log_autovacuum_min_duration: '-1',
    // Statements and the details of a violated constraint hold customers' words, which must not reach a log.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_parameter_max_length_on_error: '0',
  }
}
