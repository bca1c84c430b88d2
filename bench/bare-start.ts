import Fastify from 'fastify'
import pg from 'pg'

/** The least that a start can be: Fastify with one query. `node bench/bare-start.ts CONNECTION` prints its address. */
const pool = new pg.Pool({ connectionString: process.argv[2]! })
const fastify = Fastify({ logger: false })
fastify.get('/', async () => (await pool.query('select now()')).rows[0])
console.log(await fastify.listen({ port: 0, host: '127.0.0.1' }))
