// PostgreSQL with sslmode=verify-full, through pg.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { asNobody, check, endPeer, file, freePort, read, run, startPeer } = require('./_peer');
const pg = require('pg');

const programs = fs.readdirSync('/usr/lib/postgresql').map((version) => `/usr/lib/postgresql/${version}/bin`).at(-1);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-postgres-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));

let port;
let server;
async function start() {
  const who = asNobody(folder);
  const data = path.join(folder, 'data');
  const options = { ...who, cwd: folder, env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' } };
  const made = await run(`${programs}/initdb`, ['-D', data, '-U', 'eddy', '-A', 'trust'], '', options);
  if (made.code !== 0) throw new Error(made.stderr);
  for (const name of ['server.key', 'server.pem', 'ca.pem']) {
    fs.copyFileSync(file(name), path.join(folder, name));
    fs.chmodSync(path.join(folder, name), 0o600);
    if (who.uid !== undefined) fs.chownSync(path.join(folder, name), who.uid, who.gid);
  }
  fs.writeFileSync(path.join(data, 'pg_hba.conf'), 'hostssl all all 127.0.0.1/32 cert\n');
  port = await freePort();
  server = await startPeer(`${programs}/postgres`, ['-D', data, '-p', port, '-h', '127.0.0.1', '-k', folder, '-c', 'ssl=on',
    '-c', `ssl_key_file=${folder}/server.key`, '-c', `ssl_cert_file=${folder}/server.pem`, '-c', `ssl_ca_file=${folder}/ca.pem`,
    '-c', 'fsync=off'], port, options);
  return 'ok';
}

const ssl = () => ({ ca: read('ca.pem'), key: read('client.key'), cert: read('client.pem'), servername: 'localhost' });
const connectionString = () => `postgres://eddy@localhost:${port}/postgres?sslmode=verify-full&sslrootcert=${file('ca.pem')}`
  + `&sslcert=${file('client.pem')}&sslkey=${file('client.key')}`;

async function connect(options) {
  // The port is open before the database is: that one is an error by itself.
  for (;;) {
    const client = new pg.Client(options);
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (error.code !== '57P03') throw error;
    }
  }
}

check({
  start,
  'sslmode=verify-full': async () => {
    const client = await connect({ connectionString: connectionString() });
    const { rows } = await client.query('SELECT ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()');
    await client.end();
    return rows;
  },
  'tables and prepared statements': async () => {
    const client = await connect({ host: 'localhost', port, user: 'eddy', database: 'postgres', ssl: ssl() });
    await client.query('CREATE TABLE t (id serial PRIMARY KEY, body text, bytes bytea)');
    for (let i = 0; i < 50; i++) await client.query({ name: 'put', text: 'INSERT INTO t (body, bytes) VALUES ($1, $2)', values: [`row ${i}`, Buffer.alloc(5000, i)] });
    const { rows } = await client.query('SELECT count(*)::int AS n, sum(length(bytes))::int AS size FROM t');
    const large = await client.query('SELECT repeat($1, 1000000) AS text', ['ab']);
    await client.end();
    return [rows, large.rows[0].text.length];
  },
  'a pool of 8': async () => {
    const pool = new pg.Pool({ host: 'localhost', port, user: 'eddy', database: 'postgres', ssl: ssl(), max: 8 });
    const sums = await Promise.all(Array.from({ length: 100 }, (_, i) => pool.query('SELECT $1::int * 2 AS double', [i])));
    await pool.end();
    return sums.reduce((sum, { rows }) => sum + rows[0].double, 0);
  },
  'an unknown authority': () => connect({ host: 'localhost', port, user: 'eddy', database: 'postgres', ssl: { servername: 'localhost' } })
    .then(() => 'accepted', (error) => error.code),
  'no TLS': () => connect({ host: 'localhost', port, user: 'eddy', database: 'postgres' }).then(() => 'accepted', (error) => error.code),
  end: () => endPeer(server, 'SIGINT').then(() => 'ok'),
});
